import CivilTime
import FoundationEssentials
import PolicyEngine
import ServiceKit
import Wire

/// AWS's global condition keys, each worked out only if a policy asks for it.
struct RequestFacts: Sendable {
    let call: Call
    /// The user or role behind the call.
    let own: PrincipalPolicies?
    let action: String
    let resourceAccount: String

    private static let principalTag = "aws:principaltag/"

    /// Every key that is answered here, but for tags and what an identity provider said.
    static let keys = [
        "aws:CurrentTime", "aws:EpochTime", "aws:FederatedProvider", "aws:MultiFactorAuthAge",
        "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService",
        "aws:PrincipalType", "aws:Referer", "aws:RequestedRegion", "aws:ResourceAccount", "aws:SecureTransport",
        "aws:SourceIdentity", "aws:SourceIp", "aws:TokenIssueTime", "aws:UserAgent", "aws:ViaAWSService",
        "aws:userid", "aws:username", "s3:ResourceAccount", "s3:authType", "s3:signatureAge", "s3:signatureversion",
        "s3:x-amz-content-sha256",
    ]

    /// The principal's tags and the claims behind a session, by key.
    var tagsAndClaims: [String: [String]] {
        var found: [String: [String]] = [:]
        for (name, value) in own?.tags ?? [:] { found["aws:PrincipalTag/" + name] = [value] }
        switch call.caller {
        case .role(let session):
            for (name, value) in session.tags { found["aws:PrincipalTag/" + name] = [value] }
            found.merge(session.federatedClaims) { first, _ in first }
        case .federatedUser(let session):
            for (name, value) in session.tags { found["aws:PrincipalTag/" + name] = [value] }
        case .anonymous, .root, .user: break
        }
        return found
    }

    func values(_ key: String) -> [String]? {
        if key.hasPrefix("aws:") {
            if key.hasPrefix(Self.principalTag) { return tag(key.dropFirst(Self.principalTag.count)) }
            return (ofRequest(key) ?? ofPrincipal(key)).map { [$0] }
        }
        if key.hasPrefix("s3:"), action.hasPrefix("s3:") { return ofSignature(key).map { [$0] } }
        return claim(key)
    }

    private func ofRequest(_ key: String) -> String? {
        switch key {
        case "aws:sourceip": call.client.address
        case "aws:securetransport": call.client.isSecure ? "true" : "false"
        case "aws:currenttime": call.time.iso8601
        case "aws:epochtime": String(Int(call.time.timeIntervalSince1970))
        case "aws:useragent": call.client.userAgent.isEmpty ? nil : call.client.userAgent
        case "aws:referer": call.headers.first("referer")
        case "aws:requestedregion": call.region
        case "aws:resourceaccount": resourceAccount
        case "aws:principalisawsservice", "aws:viaawsservice": "false"
        default: nil
        }
    }

    private func ofPrincipal(_ key: String) -> String? {
        if case .anonymous = call.caller { return key == "aws:principaltype" ? "Anonymous" : nil }
        switch key {
        case "aws:principalarn":
            if case .federatedUser(let session) = call.caller { return session.arn }
            return own?.arn ?? call.caller.arn
        case "aws:principalaccount": return call.caller.accountID
        case "aws:userid": return call.caller.userID
        default: break
        }
        switch call.caller {
        case .anonymous: return nil
        case .root: return key == "aws:principaltype" ? "Account" : nil
        case .user(let user): return ofUser(key, user)
        case .role(let session): return ofSession(key, session)
        case .federatedUser(let session): return ofFederatedUser(key, session)
        }
    }

    private func ofUser(_ key: String, _ user: UserCaller) -> String? {
        switch key {
        case "aws:principaltype": "User"
        case "aws:username": user.userName
        // Long-term keys do not have the key at all.
        case "aws:multifactorauthpresent": user.session.map { $0.mfaAt == nil ? "false" : "true" }
        case "aws:multifactorauthage": user.session?.mfaAt.map { String(Int(call.time.timeIntervalSince($0))) }
        case "aws:tokenissuetime": user.session?.issuedAt.iso8601
        default: nil
        }
    }

    private func ofFederatedUser(_ key: String, _ session: FederatedUserSession) -> String? {
        switch key {
        case "aws:principaltype": "FederatedUser"
        case "aws:multifactorauthpresent": "false"
        case "aws:tokenissuetime": session.issuedAt.iso8601
        default: nil
        }
    }

    private func ofSession(_ key: String, _ session: RoleSession) -> String? {
        switch key {
        case "aws:principaltype": "AssumedRole"
        case "aws:multifactorauthpresent": session.mfaAt == nil ? "false" : "true"
        case "aws:multifactorauthage": session.mfaAt.map { String(Int(call.time.timeIntervalSince($0))) }
        case "aws:tokenissuetime": session.issuedAt.iso8601
        case "aws:federatedprovider": session.federatedProvider
        case "aws:sourceidentity": session.sourceIdentity
        default: nil
        }
    }

    /// A session's tags come before those of its role.
    private func tag(_ lowercaseName: Substring) -> [String]? {
        let session: [String: String] =
            switch call.caller {
            case .role(let session): session.tags
            case .federatedUser(let session): session.tags
            case .anonymous, .root, .user: [:]
            }
        if let tag = session.first(where: { $0.key.lowercased() == lowercaseName }) { return [tag.value] }
        return own?.tags.first { $0.key.lowercased() == lowercaseName }.map { [$0.value] }
    }

    /// What the identity provider said of a web identity.
    private func claim(_ key: String) -> [String]? {
        guard case .role(let session) = call.caller, !session.federatedClaims.isEmpty else { return nil }
        return session.federatedClaims[key]
            ?? session.federatedClaims.first { $0.key.lowercased() == key }?.value
    }

    private func ofSignature(_ key: String) -> String? {
        if key == "s3:resourceaccount" { return resourceAccount }
        if key == "s3:x-amz-content-sha256" { return call.headers.first("x-amz-content-sha256") }
        return switch (key, call.client.signature) {
        case ("s3:authtype", .header): "REST-HEADER"
        case ("s3:authtype", .query): "REST-QUERY-STRING"
        case ("s3:authtype", .form): "POST"
        case ("s3:signatureversion", .header(let version)), ("s3:signatureversion", .query(let version, _)),
            ("s3:signatureversion", .form(let version)):
            version
        case ("s3:signatureage", .query(_, let seconds)): String(seconds * 1000)
        default: nil
        }
    }
}

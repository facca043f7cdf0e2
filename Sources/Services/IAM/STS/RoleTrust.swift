import PolicyEngine
import ServiceKit
import Storage
import Wire

extension IAM {
    /// The role of that ARN, in whatever account of this server.
    func role(_ text: String) async throws -> RoleRecord? {
        guard let arn = ARN(text), arn.service == "iam", arn.resource.hasPrefix("role/"),
            accounts[arn.account] != nil, let name = arn.resource.split(separator: "/").last.map(String.init),
            name.utf8.count <= 64
        else { return nil }
        let role = try await store.read { try $0.find(RoleRecord.self, RoleRecord.key(arn.account, name)) }
        return role?.arn.hasSameBytes(as: text) == true ? role : nil
    }

    /// The role, if it trusts the web identity.
    ///
    /// - Throws: `TrustRefusal`.
    func role(trusting request: WebIdentitySession) async throws -> RoleRecord {
        // Whose role it is, or would be, may know why.
        if let account = ARN(request.roleARN)?.account, accounts[account] != nil {
            request.trail.note(account: account)
        }
        guard let role = try await role(request.roleARN) else {
            let isOwn = request.trail.accountID == ARN(request.roleARN)?.account
            request.trail.note(
                isOwn ? "role" : "trust policy", isPassed: false,
                [
                    "role": .string(request.roleARN),
                    "reason": isOwn ? "There is no such role." : "It does not trust the identity.",
                ])
            throw TrustRefusal.noSuchRole
        }
        let trust = PolicySet(resource: try role.compiledTrustPolicy(), resourceMustAllow: true)
        var actions = ["sts:AssumeRoleWithWebIdentity"]
        if !request.tags.isEmpty { actions.append("sts:TagSession") }
        if request.sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
        for action in actions {
            let access = AccessRequest(
                action: action, resource: role.arn,
                principal: PrincipalDescription(kind: .webIdentity, federatedProvider: request.principal),
                context: request.context, resourceAccount: role.accountID)
            guard trust.decide(access).isAllowed else {
                let document = ExplanationDocument(
                    AccessQuestion(policies: trust, request: access), keys: request.context.setKeys)
                let isOwn = request.trail.accountID == role.accountID
                request.trail.note(
                    "trust policy", isPassed: false,
                    isOwn ? document.json : ["role": .string(role.arn), "reason": "It does not trust the identity."])
                throw TrustRefusal.notTrusted
            }
        }
        request.trail.note("trust policy", isPassed: true, ["role": .string(role.arn)])
        return role
    }
}

extension WebIdentitySession {
    /// The claims by condition key: `cognito-identity.amazonaws.com:aud`.
    var claimsByKey: [String: [String]] {
        Dictionary(claims.map { ("\(provider):\($0.key)", $0.value) }) { first, _ in first }
    }

    fileprivate var context: ContextValues {
        var context = ContextValues(claimsByKey)
        context.add(time: time)
        context.set("aws:FederatedProvider", principal)
        context.set("sts:SourceIdentity", sourceIdentity)
        if !transitiveTagKeys.isEmpty { context["sts:TransitiveTagKeys"] = transitiveTagKeys }
        context.set("sts:RoleSessionName", sessionName)
        if !tags.isEmpty { context["aws:TagKeys"] = tags.keys.sorted() }
        for (name, value) in tags { context.set("aws:RequestTag/\(name)", value) }
        return context
    }
}

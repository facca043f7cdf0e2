import FoundationEssentials
import IAMModel
import PolicyEngine
import STSModel
import ServiceKit
import Wire

extension STS {
    func assumeRole(_ input: AssumeRoleRequest, _ call: Call) async throws -> AssumeRoleResponse {
        guard ARN(input.roleArn) != nil else {
            throw ServiceError("ValidationError", "\(input.roleArn) is invalid", status: 400)
        }
        let isChained = if case .role = call.caller { true } else { false }
        let narrowing = try SessionNarrowing(input.policy, input.policyArns)
        let tags = try SessionTags(input.tags ?? [], transitive: input.transitiveTagKeys ?? [], from: call.caller)
        // Found and found to trust the caller before; gone only if it was deleted since.
        guard let role = try await iam.role(input.roleArn) else { throw Self.denied(input.roleArn, call) }
        try await narrowing.checkPoliciesExist(role.accountID, iam.store)
        var session = RoleSession(
            role, named: input.roleSessionName, at: call.time,
            lasting: try SessionLength.ofRole(input.durationSeconds, role, isChained: isChained))
        narrowing.narrow(&session)
        session.tags = tags.all
        session.transitiveTagKeys = tags.transitive
        session.sourceIdentity = try Self.sourceIdentity(input.sourceIdentity, call)
        // The code was checked before the trust policy was asked, which may want one.
        session.mfaAt = input.tokenCode == nil ? call.caller.mfaAt : call.time
        session.provenance = ["assumedBy": call.caller.arn]
        return AssumeRoleResponse(
            credentials: Credentials(try iam.issue(session)), assumedRoleUser: AssumedRoleUser(session),
            packedPolicySize: try narrowing.packedSize(tags: tags.all), sourceIdentity: session.sourceIdentity)
    }

    /// The trust policy must let the caller in, with the tags and the source identity it brings.
    func assumingRole(_ input: AssumeRoleRequest, _ call: Call) async throws -> [Permission] {
        // What is shorter than the model allows is told so when the request is checked.
        guard input.roleArn.utf8.count >= 20 else { return [Permission("sts:AssumeRole", on: "")] }
        // What is no ARN is told so to whoever might assume it if it were one.
        guard ARN(input.roleArn) != nil else { return [Permission("sts:AssumeRole", on: input.roleArn)] }
        if case .root = call.caller {
            throw ServiceError.accessDenied("Roles may not be assumed by root accounts.")
        }
        // A role that is not there is denied like one that does not trust: its name is not told, but to its account.
        guard let role = try await iam.role(input.roleArn) else { return Self.nobodysRole(input.roleArn, call) }
        let trust = try role.compiledTrustPolicy()
        var actions = ["sts:AssumeRole"]
        if Self.bringsTags(input, call) { actions.append("sts:TagSession") }
        if Self.bringsSourceIdentity(input, call) { actions.append("sts:SetSourceIdentity") }
        var keys = Self.keys(input, role, call)
        if try await iam.checkMFA(input.serialNumber, input.tokenCode, call) {
            keys["aws:MultiFactorAuthPresent"] = ["true"]
            keys["aws:MultiFactorAuthAge"] = ["0"]
        }
        let asked = keys
        return actions.map {
            Permission($0, on: role.arn, in: role.accountID, context: asked, resourcePolicy: trust)
        }
    }

    private static func nobodysRole(_ roleARN: String, _ call: Call) -> [Permission] {
        let owner = ARN(roleARN)?.account ?? ""
        if owner == call.accountID {
            call.trail.note("role", isPassed: false, ["role": .string(roleARN), "reason": "There is no such role."])
        }
        let trust = NamedPolicy(roleARN, .sayingNothing(as: .trust))
        return [Permission("sts:AssumeRole", on: roleARN, in: owner, resourcePolicy: trust)]
    }

    private static func denied(_ roleARN: String, _ call: Call) -> ServiceError {
        .accessDenied(
            Decision.message(principal: call.caller.arn, action: "sts:AssumeRole", resource: roleARN))
    }

    /// Tags that are handed on need the next role's leave as new ones do.
    private static func bringsTags(_ input: AssumeRoleRequest, _ call: Call) -> Bool {
        if case .role(let session) = call.caller, !session.transitiveTagKeys.isEmpty { return true }
        return input.tags?.isEmpty == false
    }

    private static func bringsSourceIdentity(_ input: AssumeRoleRequest, _ call: Call) -> Bool {
        if case .role(let session) = call.caller, session.sourceIdentity != nil { return true }
        return input.sourceIdentity != nil
    }

    private static func keys(_ input: AssumeRoleRequest, _ role: RoleRecord, _ call: Call) -> [String: [String]] {
        var keys = SessionTags.conditionKeys(input.tags, transitive: input.transitiveTagKeys)
        keys["sts:RoleSessionName"] = [input.roleSessionName]
        if let id = input.externalId { keys["sts:ExternalId"] = [id] }
        if let identity = input.sourceIdentity ?? call.caller.sourceIdentity { keys["sts:SourceIdentity"] = [identity] }
        for tag in role.tags {
            keys["aws:ResourceTag/\(tag.key)"] = [tag.value]
            keys["iam:ResourceTag/\(tag.key)"] = [tag.value]
        }
        return keys
    }

    /// A source identity, once set, goes on through every further role and cannot be another.
    private static func sourceIdentity(_ asked: String?, _ call: Call) throws -> String? {
        guard let own = call.caller.sourceIdentity else { return asked }
        guard asked == nil || asked == own else {
            throw ServiceError.accessDenied("The source identity of a session cannot be changed.")
        }
        return own
    }
}

extension Caller {
    fileprivate var sourceIdentity: String? {
        if case .role(let session) = self { session.sourceIdentity } else { nil }
    }

    /// When a code of a multi-factor device was given for the caller's session.
    fileprivate var mfaAt: Date? {
        switch self {
        case .user(let user): user.session?.mfaAt
        case .anonymous, .root, .role, .federatedUser: nil
        }
    }
}

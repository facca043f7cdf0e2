import PolicyEngine
import STSModel
import ServiceKit

extension STS {
    func assumeRole(_ input: AssumeRoleRequest, _ call: Call) async throws -> AssumeRoleResponse {
        let isChained = if case .role = call.caller { true } else { false }
        let narrowing = try SessionNarrowing(input.policy, input.policyArns)
        let tags = try Self.sessionTags(input.tags ?? [])
        // Found and found to trust the caller before; gone only if it was deleted since.
        guard let role = try await iam.role(input.roleArn) else { throw Self.denied(input.roleArn, call) }
        try await narrowing.checkPoliciesExist(role.accountID, iam.store)
        var session = RoleSession(
            role, named: input.roleSessionName, at: call.time,
            lasting: try SessionLength.ofRole(input.durationSeconds, role, isChained: isChained))
        narrowing.narrow(&session)
        session.tags = tags
        session.sourceIdentity = try Self.sourceIdentity(input.sourceIdentity, call)
        return AssumeRoleResponse(
            credentials: Credentials(try iam.issue(session)), assumedRoleUser: AssumedRoleUser(session),
            packedPolicySize: try narrowing.packedSize(tags: tags), sourceIdentity: session.sourceIdentity)
    }

    /// The trust policy must let the caller in, with the tags and the source identity it brings.
    func assumingRole(_ input: AssumeRoleRequest, _ call: Call) async throws -> [Permission] {
        guard !input.roleArn.isEmpty else { return [Permission("sts:AssumeRole", on: "")] }
        if case .root = call.caller {
            throw ServiceError.accessDenied("Roles may not be assumed by root accounts.")
        }
        // A role that is not there is denied like one that does not trust: its name is not told.
        guard let role = try await iam.role(input.roleArn) else { throw Self.denied(input.roleArn, call) }
        let trust = try role.compiledTrustPolicy()
        var actions = ["sts:AssumeRole"]
        if input.tags?.isEmpty == false { actions.append("sts:TagSession") }
        if input.sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
        return actions.map {
            Permission($0, on: role.arn, in: role.accountID, context: Self.keys(input), resourcePolicy: trust)
        }
    }

    private static func denied(_ roleARN: String, _ call: Call) -> ServiceError {
        .accessDenied(
            Decision.message(principal: call.caller.arn, action: "sts:AssumeRole", resource: roleARN))
    }

    private static func keys(_ input: AssumeRoleRequest) -> [String: [String]] {
        var keys = ["sts:RoleSessionName": [input.roleSessionName]]
        if let id = input.externalId { keys["sts:ExternalId"] = [id] }
        if let identity = input.sourceIdentity { keys["sts:SourceIdentity"] = [identity] }
        if let tags = input.tags, !tags.isEmpty {
            keys["aws:TagKeys"] = tags.map(\.key)
            for tag in tags { keys["aws:RequestTag/\(tag.key)"] = [tag.value] }
        }
        return keys
    }

    /// - Throws: `InvalidParameterValue` where a key comes twice without regard to case.
    private static func sessionTags(_ tags: [STSModel.Tag]) throws -> [String: String] {
        guard Set(tags.map { $0.key.lowercased() }).count == tags.count else {
            throw ServiceError(
                "InvalidParameterValue",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        return Dictionary(tags.map { ($0.key, $0.value) }) { $1 }
    }

    /// A source identity, once set, goes on through every further role and cannot be another.
    private static func sourceIdentity(_ asked: String?, _ call: Call) throws -> String? {
        guard case .role(let session) = call.caller, let own = session.sourceIdentity else { return asked }
        guard asked == nil || asked == own else {
            throw ServiceError.accessDenied("The source identity of a session cannot be changed.")
        }
        return own
    }
}

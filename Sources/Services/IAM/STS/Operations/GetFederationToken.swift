import FoundationEssentials
import STSModel
import ServiceKit

extension STS {
    /// Keys for somebody whom a user vouches for: what the user may and the policies given allow, both.
    func getFederationToken(
        _ input: GetFederationTokenRequest, _ call: Call
    ) async throws -> GetFederationTokenResponse {
        let narrowing = try SessionNarrowing(input.policy, input.policyArns)
        let tags = try SessionTags(input.tags ?? [], transitive: [], from: call.caller)
        try await narrowing.checkPoliciesExist(call.accountID, iam.store)
        var seconds = input.durationSeconds ?? SessionLength.standardOfUser
        var userID: String?
        var inherited: [String: String] = [:]
        switch call.caller {
        // The root's sessions end within the hour, whatever was asked for.
        case .root(_, nil): seconds = min(seconds, SessionLength.longestOfRoot)
        case .user(let user) where user.session == nil:
            userID = user.userID
            inherited = user.tags
        case .root, .user, .role, .federatedUser, .anonymous: throw Self.ofSession("GetFederationToken")
        }
        let start = Date(timeIntervalSince1970: call.time.timeIntervalSince1970.rounded(.down))
        let session = FederatedUserSession(
            accountID: call.accountID, name: input.name, userID: userID, userARN: call.caller.arn, issuedAt: start,
            expiresAt: start.addingTimeInterval(Double(seconds)), sessionPolicies: narrowing.inline.map { [$0] } ?? [],
            sessionPolicyARNs: narrowing.arns, tags: Self.merged(tags.all, over: inherited))
        let issued = try iam.sessions.issue(
            .federatedUser(session), accountID: session.accountID, until: session.expiresAt, iam.randomness)
        return GetFederationTokenResponse(
            credentials: Credentials(issued),
            federatedUser: FederatedUser(
                federatedUserId: "\(session.accountID):\(session.name)", arn: session.arn),
            packedPolicySize: try narrowing.packedSize(tags: tags.all))
    }

    func gettingFederationToken(_ input: GetFederationTokenRequest, _ call: Call) throws -> [Permission] {
        if call.caller.isSession { throw Self.ofSession("GetFederationToken") }
        let arn = input.name.isEmpty ? "" : "arn:aws:sts::\(call.accountID):federated-user/\(input.name)"
        let keys = SessionTags.conditionKeys(input.tags, transitive: nil)
        let actions = ["sts:GetFederationToken"] + (input.tags?.isEmpty == false ? ["sts:TagSession"] : [])
        return actions.map { Permission($0, on: arn, in: call.accountID, context: keys) }
    }

    /// A session's tags stand in the place of the user's, whatever the case of their keys.
    private static func merged(_ tags: [String: String], over inherited: [String: String]) -> [String: String] {
        let names = Set(tags.keys.map { $0.lowercased() })
        return inherited.filter { !names.contains($0.key.lowercased()) }.merging(tags) { $1 }
    }

    /// What a session asks that only long-term keys get.
    static func ofSession(_ operation: String) -> ServiceError {
        .accessDenied("Cannot call \(operation) with session credentials")
    }
}

extension Caller {
    fileprivate var isSession: Bool {
        switch self {
        case .anonymous: false
        case .root(_, let session): session != nil
        case .user(let user): user.session != nil
        case .role, .federatedUser: true
        }
    }
}

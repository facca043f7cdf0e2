import PolicyEngine
import ServiceKit
import Storage

extension IAM: Authorizes {
    package func decide(_ permission: Permission, _ call: Call) async throws -> Decision {
        var policies = PolicySet(resource: permission.resourcePolicy)
        // A role is let in by its trust policy alone.
        policies.resourceMustAllow = permission.resourcePolicy?.document.kind == .trust
        var own: PrincipalPolicies?
        switch call.caller {
        case .anonymous, .root: break
        case .user(let user):
            if user.sessionExpires != nil { try checkSessionMay(permission.action) }
            guard let found = try await self.policies(ofUser: user.userID) else { return .ofNobody }
            own = found
        case .role(let session):
            // A role made anew under the old name is another role.
            guard let found = try await self.policies(ofRole: session.roleID) else { return .ofNobody }
            policies.session = try await sessionPolicies(session)
            own = found
        }
        policies.identity = own?.identity ?? []
        policies.permissionsBoundary = own?.boundary
        return policies.decide(request(permission, call, own))
    }

    private func request(_ permission: Permission, _ call: Call, _ own: PrincipalPolicies?) -> AccessRequest {
        let owner = permission.resourceAccount ?? call.caller.accountID ?? accounts.standard.id
        let facts = RequestFacts(call: call, own: own, action: permission.action, resourceAccount: owner)
        var context = ContextValues(finding: { facts.values($0) })
        for (key, values) in permission.context { context[key] = values }
        return AccessRequest(
            action: permission.action, resource: permission.resource, principal: principal(call.caller, own),
            context: context, resourceAccount: owner)
    }

    private func principal(_ caller: Caller, _ own: PrincipalPolicies?) -> PrincipalDescription {
        let account = caller.accountID ?? ""
        let canonicalID = accounts[account]?.canonicalUserID
        switch caller {
        case .anonymous: return .anonymous
        case .root, .user:
            let isRoot = if case .root = caller { true } else { false }
            return PrincipalDescription(
                kind: isRoot ? .root : .user, arn: caller.arn, account: account, userID: caller.userID,
                canonicalUserID: canonicalID)
        case .role(let session):
            return PrincipalDescription(
                kind: .roleSession, arn: session.arn, roleARN: own?.arn ?? session.roleARN, account: account,
                userID: caller.userID, canonicalUserID: canonicalID)
        }
    }

    func policies(ofUser id: String) async throws -> PrincipalPolicies? {
        try await known.policies(of: id) { try await store.read { try $0.policies(ofUser: id) } }
    }

    func policies(ofRole id: String) async throws -> PrincipalPolicies? {
        try await known.policies(of: id) { try await store.read { try $0.policies(ofRole: id) } }
    }

    private func sessionPolicies(_ session: RoleSession) async throws -> [NamedPolicy]? {
        guard let texts = SessionPolicyTexts(session) else { return nil }
        return try await known.sessionPolicies(texts) {
            try await store.read { try SessionPolicies(texts, $0) }
        }.policies
    }

    /// Sessions of GetSessionToken without MFA reach neither IAM nor, but for roles, STS.
    private func checkSessionMay(_ action: String) throws {
        let ofSTS: Set = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        guard action.hasPrefix("iam:") || action.hasPrefix("sts:") && !ofSTS.contains(action) else { return }
        throw ServiceError(
            "InvalidClientTokenId", "The security token included in the request is invalid", status: 403)
    }
}

import PolicyEngine
import ServiceKit
import Storage

extension IAM: Authorizes {
    package func decide(_ permission: Permission, _ call: Call) async throws -> Decision {
        let question = try await question(permission, call)
        let decision = question?.decide() ?? .ofNobody
        if !decision.isAllowed, call.trail.takesDenials {
            call.trail.note(denial: try await explain(permission, question, call))
        }
        return decision
    }

    /// The request with every policy that bears on it; nil where the user or role behind the call is gone.
    func question(_ permission: Permission, _ call: Call) async throws -> AccessQuestion? {
        var policies = PolicySet(resource: permission.resourcePolicy, aclGrant: permission.aclGrant)
        // A role is let in by its trust policy alone.
        policies.resourceMustAllow = permission.resourcePolicy?.document.kind == .trust
        var own: PrincipalPolicies?
        switch call.caller {
        case .anonymous: break
        case .root(_, let session): try session?.checkMay(permission.action)
        case .user(let user):
            if let session = user.session { try session.checkMay(permission.action) }
            guard let found = try await self.policies(ofUser: user.userID) else { return nil }
            own = found
        case .role(let session):
            // A role made anew under the old name is another role.
            guard let found = try await self.policies(ofRole: session.roleID) else { return nil }
            policies.session = try await known(SessionPolicyTexts(session))
            own = found
        case .federatedUser(let session):
            try session.checkMay(permission.action)
            guard let found = try await self.policies(behind: session) else { return nil }
            policies.session = try await known(SessionPolicyTexts(session)) ?? []
            own = found
        }
        policies.identity = own?.identity ?? []
        policies.permissionsBoundary = own?.boundary
        return AccessQuestion(policies: policies, request: request(permission, call, own))
    }

    private func request(_ permission: Permission, _ call: Call, _ own: PrincipalPolicies?) -> AccessRequest {
        let owner = permission.resourceAccount ?? call.caller.accountID ?? accounts.standard.id
        let facts = RequestFacts(call: call, own: own, action: permission.action, resourceAccount: owner)
        let finder = permission.finder
        var context = ContextValues(finding: { facts.values($0) ?? finder?.values($0) })
        for (key, values) in permission.context { context[key] = values }
        return AccessRequest(
            action: permission.action, resource: permission.resource, principal: principal(call.caller, own),
            context: context, resourceAccount: owner)
    }

    private func principal(_ caller: Caller, _ own: PrincipalPolicies?) -> PrincipalDescription {
        let account = caller.accountID ?? ""
        var principal = PrincipalDescription(
            kind: .root, arn: caller.arn, account: account, userID: caller.userID,
            canonicalUserID: accounts[account]?.canonicalUserID)
        switch caller {
        case .anonymous: return .anonymous
        case .root: break
        case .user: principal.kind = .user
        case .role(let session):
            principal.kind = .roleSession
            principal.roleARN = own?.arn ?? session.roleARN
        case .federatedUser(let session):
            principal.kind = .federatedUser
            principal.roleARN = session.userARN
        }
        return principal
    }

    func policies(ofUser id: String) async throws -> PrincipalPolicies? {
        try await known.policies(of: id) { try await store.read { try $0.policies(ofUser: id) } }
    }

    func policies(ofRole id: String) async throws -> PrincipalPolicies? {
        try await known.policies(of: id) { try await store.read { try $0.policies(ofRole: id) } }
    }

    /// What the one behind a federated session may; the root may everything.
    private func policies(behind session: FederatedUserSession) async throws -> PrincipalPolicies? {
        if let id = session.userID { return try await policies(ofUser: id) }
        return PrincipalPolicies(
            accountID: session.accountID, name: session.name, arn: session.userARN, tags: [:],
            identity: [NamedPolicy("root", .allowingEverything)], boundary: nil)
    }

    private func known(_ texts: SessionPolicyTexts?) async throws -> [NamedPolicy]? {
        guard let texts else { return nil }
        return try await known.sessionPolicies(texts) {
            try await store.read { try SessionPolicies(texts, $0) }
        }.policies
    }
}

/// A request and every policy that bears on it.
struct AccessQuestion: Sendable {
    let policies: PolicySet
    let request: AccessRequest

    func decide() -> Decision { policies.decide(request) }
}

extension UserSession {
    /// Sessions of GetSessionToken reach IAM with MFA only, and of STS two operations. Other services' operations
    /// ask for iam:PassRole.
    func checkMay(_ action: String) throws {
        let ofSTS: Set = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:GetCallerIdentity"]
        if action == "iam:PassRole" || action.hasPrefix("iam:") && mfaAt != nil { return }
        guard action.hasPrefix("iam:") || action.hasPrefix("sts:") && !ofSTS.contains(action) else { return }
        throw ServiceError.sessionMayNot
    }
}

extension FederatedUserSession {
    /// Sessions of GetFederationToken reach neither IAM nor STS, but to ask who they are.
    func checkMay(_ action: String) throws {
        guard action.hasPrefix("iam:") || action.hasPrefix("sts:"), action != "sts:GetCallerIdentity" else { return }
        throw ServiceError.sessionMayNot
    }
}

extension ServiceError {
    fileprivate static let sessionMayNot = ServiceError(
        "InvalidClientTokenId", "The security token included in the request is invalid", status: 403)
}

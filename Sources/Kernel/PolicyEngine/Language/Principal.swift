/// One principal that a policy names.
package enum Principal: Sendable, Hashable {
    /// `*`, which is everyone, signed or not.
    case everyone
    /// `{"AWS": "*"}`: every account's principals and those who do not sign.
    case everyAWSPrincipal
    /// An account: its number, or its root's ARN.
    case account(String)
    /// The ARN of a user, a role, or a session.
    case arn(String)
    /// The unique id of a user or a role, which stands for an ARN that is gone.
    case uniqueID(String)
    case service(String)
    case federated(String)
    case canonicalUser(String)
}

/// `Principal` or `NotPrincipal`.
struct PrincipalElement: Sendable {
    let list: [Principal]
    let isNegated: Bool
}

/// How closely a policy names the one who asks; the nearest is the greatest.
package enum PrincipalMatch: Int, Sendable, Comparable {
    /// Through the account, which hands the decision on to the principal's own policies.
    case account
    /// The role behind a session: boundaries and session policies still limit it.
    case role
    /// The user, the session, the service, or everyone.
    case direct

    package static func < (one: PrincipalMatch, other: PrincipalMatch) -> Bool {
        one.rawValue < other.rawValue
    }
}

extension PrincipalElement {
    /// How the statement takes in the one who asks; nil if it does not.
    func match(_ subject: MatchSubject, effect: Effect) -> PrincipalMatch? {
        let principal = subject.request.principal
        let matches = list.compactMap { $0.match(principal) }
        guard isNegated else { return matches.max() }
        if effect == .deny {
            // To be exempt, a principal must be listed with its account and, for a session, its role. Those
            // with a permissions boundary are never exempt, whoever is listed.
            return !subject.isBounded && exempts(principal) ? nil : .direct
        }
        return matches.isEmpty ? .direct : nil
    }

    private func exempts(_ principal: PrincipalDescription) -> Bool {
        let isForAll = list.contains(.everyone) || list.contains(.everyAWSPrincipal)
        if isForAll { return true }
        let names = list.filter { $0.match(principal) != nil }
        switch principal.kind {
        case .user:
            let isNamed = names.contains { $0.match(principal) != .account }
            return isNamed && names.contains { $0.match(principal) == .account }
        case .roleSession, .federatedUser:
            let kinds = Set(names.compactMap { $0.match(principal) })
            return kinds == [.account, .role, .direct]
        case .root, .webIdentity, .service, .anonymous: return !names.isEmpty
        }
    }
}

extension Principal {
    func match(_ principal: PrincipalDescription) -> PrincipalMatch? {
        switch self {
        case .everyone: return .direct
        case .everyAWSPrincipal:
            switch principal.kind {
            case .service, .webIdentity: return nil
            case .root, .user, .roleSession, .federatedUser, .anonymous: return .direct
            }
        case .account(let account):
            guard principal.isAWSPrincipal, principal.account == account else { return nil }
            return principal.kind == .root ? .direct : .account
        case .canonicalUser(let id):
            guard principal.isAWSPrincipal, principal.canonicalUserID == id else { return nil }
            return principal.kind == .root ? .direct : .account
        case .arn(let arn):
            guard principal.isAWSPrincipal else { return nil }
            if principal.arn == arn { return .direct }
            return principal.roleARN == arn ? .role : nil
        case .uniqueID(let id):
            guard principal.isAWSPrincipal else { return nil }
            if principal.userID == id { return .direct }
            return principal.userID.hasPrefix(id + ":") ? .role : nil
        case .service(let name):
            return principal.kind == .service && principal.serviceName == name ? .direct : nil
        case .federated(let provider):
            return principal.kind == .webIdentity && principal.federatedProvider == provider ? .direct : nil
        }
    }
}

import FoundationEssentials
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// The pool that a call without signature names.
    func openPool(_ id: String) async throws -> IdentityPool {
        try await store.read { snapshot in
            guard let pool = try snapshot.find(IdentityPool.self, IdentityPool.key(id)) else {
                throw ServiceError.noIdentityPool(id)
            }
            return pool
        }
    }

    /// The identity that a call names, and its pool.
    func openIdentity(_ id: String) async throws -> (IdentityPool, Identity) {
        try await store.read { snapshot in try snapshot.identity(id) }
    }

    /// The identity, if the logins prove the right to it. Logins new to it are linked.
    func authorized(
        _ identity: Identity, in pool: IdentityPool, by logins: [ProvenLogin], at time: Date
    ) async throws -> Identity {
        guard !logins.isEmpty else {
            guard identity.logins.isEmpty else { throw ServiceError.forbiddenIdentity(identity.id) }
            guard pool.allowsUnauthenticated else { throw ServiceError.unauthenticatedNotSupported }
            return identity
        }
        if logins.allSatisfy({ identity.logins[$0.provider] == $0.subject }) { return identity }
        return try await link(logins, to: identity, at: time)
    }

    private func link(_ logins: [ProvenLogin], to identity: Identity, at time: Date) async throws -> Identity {
        try await store.write { transaction in
            let (pool, current) = try transaction.identity(identity.id)
            let isKnown = logins.contains { current.logins[$0.provider] == $0.subject }
            guard isKnown || current.logins.isEmpty else { throw ServiceError.loginsDoNotMatch }
            var linked = current
            for login in logins {
                let row = Identity.loginIndex(pool.id, provider: login.provider, subject: login.subject)
                let holder = try transaction.find(Identity.self, index: row)
                guard holder == nil || holder?.id == current.id,
                    linked.logins[login.provider, default: login.subject] == login.subject
                else { throw ServiceError.loginsDoNotMatch }
                linked.logins[login.provider] = login.subject
            }
            linked.modifiedAt = time
            try transaction.replace(current, with: linked)
            return linked
        }
    }
}

extension Snapshot {
    func identity(_ id: String) throws -> (IdentityPool, Identity) {
        guard let identity = try find(Identity.self, index: Identity.index(id)),
            let pool = try find(IdentityPool.self, IdentityPool.key(identity.poolID))
        else { throw ServiceError.noIdentity(id) }
        return (pool, identity)
    }
}

extension Identity {
    /// Authentication methods, as trust policies ask for them.
    static func methods(_ logins: [ProvenLogin]) -> [String] {
        guard !logins.isEmpty else { return ["unauthenticated"] }
        return ["authenticated"]
            + logins.flatMap { [$0.provider, "\($0.provider):CognitoSignIn:\($0.subject)"] }
    }
}

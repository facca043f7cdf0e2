import FoundationEssentials
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// The pool that a call without signature names.
    func openPool(_ id: String, _ call: Call) async throws -> IdentityPool {
        let found = try await store.read { try $0.find(IdentityPool.self, IdentityPool.key(id)) }
        guard let found else { throw call.trail.refused("identityPool", id, ServiceError.noIdentityPool(id)) }
        call.trail.note(account: found.accountID)
        return found
    }

    /// The identity that a call names, and its pool.
    func openIdentity(_ id: String, _ call: Call) async throws -> (IdentityPool, Identity) {
        do {
            let found = try await store.read { snapshot in try snapshot.identity(id) }
            call.trail.note(account: found.0.accountID)
            return found
        } catch let refusal as ServiceError {
            throw call.trail.refused("identity", id, refusal)
        }
    }

    /// The identity that a call may act as: the one it names, if its logins prove the right to it.
    /// Logins new to it are linked. A guest who signs in as somebody known becomes that identity.
    func authorized(
        _ identity: Identity, in pool: IdentityPool, by proof: Proof, _ call: Call
    ) async throws -> Identity {
        try await call.trail.identity(in: pool, by: proof, named: identity.id) {
            try await allowed(identity, in: pool, by: proof, at: call.time)
        }
    }

    private func allowed(
        _ identity: Identity, in pool: IdentityPool, by proof: Proof, at time: Date
    ) async throws -> Identity {
        guard !identity.isDisabled else { throw ServiceError.forbiddenIdentity(identity.id) }
        try proof.checkToken(isOf: identity)
        guard proof.isAuthenticated else {
            guard !identity.isLinked else { throw ServiceError.forbiddenIdentity(identity.id) }
            guard pool.allowsUnauthenticated else { throw ServiceError.unauthenticatedNotSupported }
            return identity
        }
        // By far the most calls: everything is linked already, and nothing is written.
        if proof.logins.allSatisfy({ identity.logins[$0.provider] == $0.subject }) {
            guard identity.isLinked else { throw ServiceError.forbiddenIdentity(identity.id) }
            return identity
        }
        return try await store.write { transaction in
            let (_, current) = try transaction.identity(identity.id)
            guard !current.isDisabled else { throw ServiceError.forbiddenIdentity(current.id) }
            let known = try transaction.identity(of: proof.logins, in: current.poolID)
            if !current.isLinked, let known, known.id != current.id {
                return try transaction.merge(guest: current, into: known, linking: proof.logins, at: time)
            }
            guard !current.isLinked || proof.token?.isAuthenticated == true || known?.id == current.id else {
                throw ServiceError.loginsDoNotMatch
            }
            return try transaction.link(proof.logins, to: current, at: time)
        }
    }
}

extension Proof {
    /// A token of our own is of one identity.
    func checkToken(isOf identity: Identity) throws {
        guard token == nil || token?.identityID == identity.id else { throw ServiceError.loginsDoNotMatch }
    }
}

extension Snapshot {
    func identity(_ id: String) throws -> (IdentityPool, Identity) {
        guard let identity = try find(Identity.self, index: Identity.index(id)),
            let pool = try find(IdentityPool.self, IdentityPool.key(identity.poolID))
        else { throw ServiceError.noIdentity(id) }
        return (pool, identity)
    }

    /// The identity that a login leads to.
    func holder(of login: ProvenLogin, in poolID: String) throws -> Identity? {
        guard login.kind == .developer else {
            let row = Identity.loginIndex(poolID, provider: login.provider, subject: login.subject)
            return try find(Identity.self, index: row)
        }
        let user = try find(DeveloperUser.self, index: DeveloperUser.index(poolID, login.subject))
        return try user.flatMap { try find(Identity.self, Identity.key(poolID, $0.identityID)) }
    }

    /// The one identity that the logins lead to, as far as they lead to any.
    func identity(of logins: [ProvenLogin], in poolID: String) throws -> Identity? {
        var found: Identity?
        for login in logins {
            guard let holder = try holder(of: login, in: poolID) else { continue }
            guard found == nil || found?.id == holder.id else { throw ServiceError.loginsOfAnother }
            found = holder
        }
        return found
    }
}

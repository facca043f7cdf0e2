import FoundationEssentials
import ServiceKit
import Storage

extension Transaction {
    /// Links logins to an identity, those that are new to it. A login leads to one identity of a pool,
    /// and an identity has one user of each public provider.
    func link(_ logins: [ProvenLogin], to identity: Identity, at time: Date) throws -> Identity {
        var linked = identity
        for login in logins {
            let holder = try holder(of: login, in: identity.poolID)
            guard holder == nil || holder?.id == identity.id else {
                throw login.kind == .developer
                    ? ServiceError.developerUserOfAnother : ServiceError.loginsOfAnother
            }
            if login.kind == .developer {
                guard holder == nil else { continue }
                try save(
                    DeveloperUser(poolID: identity.poolID, identityID: identity.id, identifier: login.subject))
                linked.developerUsers += 1
            } else {
                guard linked.logins[login.provider, default: login.subject] == login.subject else {
                    throw ServiceError.loginsDoNotMatch
                }
                linked.logins[login.provider] = login.subject
            }
        }
        guard linked.links > identity.links else { return identity }
        guard linked.links <= Identity.mostLinks else { throw ServiceError.tooManyLinks }
        linked.modifiedAt = time
        try replace(identity, with: linked)
        return linked
    }

    /// A guest signs in as somebody known: they are that identity from now on, and the guest is no more.
    func merge(
        guest: Identity, into known: Identity, linking logins: [ProvenLogin], at time: Date
    ) throws -> Identity {
        let merged = try link(logins, to: known, at: time)
        var disabled = guest
        disabled.isDisabled = true
        disabled.modifiedAt = time
        try replace(guest, with: disabled)
        return merged
    }

    /// Everything that leads to `source` leads to `destination` from now on.
    func merge(_ source: Identity, into destination: Identity, at time: Date) throws -> Identity {
        guard Set(source.logins.keys).isDisjoint(with: destination.logins.keys) else {
            throw ServiceError.loginsOfAnother
        }
        var merged = destination
        merged.logins.merge(source.logins) { kept, _ in kept }
        merged.developerUsers += source.developerUsers
        guard merged.links <= Identity.mostLinks else { throw ServiceError.tooManyLinks }
        merged.modifiedAt = time
        for user in try developerUsers(of: source) {
            try remove(user)
            try save(
                DeveloperUser(
                    poolID: destination.poolID, identityID: destination.id, identifier: user.identifier))
        }
        var emptied = source
        emptied.logins = [:]
        emptied.developerUsers = 0
        try unlinked(source, emptied, at: time)
        try replace(destination, with: merged)
        return merged
    }

    /// Stores an identity that lost logins. With the last one it is closed for good.
    func unlinked(_ identity: Identity, _ rest: Identity, at time: Date) throws {
        var rest = rest
        rest.isDisabled = !rest.isLinked
        rest.modifiedAt = time
        try replace(identity, with: rest)
    }

    /// Removes an identity with the developer users that lead to it.
    func removeIdentity(_ identity: Identity) throws {
        for user in try developerUsers(of: identity) { try remove(user) }
        try remove(identity)
    }
}

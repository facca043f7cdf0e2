import Crypto
import ServiceKit
import Storage

/// A user as the developer's own backend calls them, and the identity they lead to. A record of its
/// own: an identity may have twenty, of a thousand characters each. Its keys carry the identifier's
/// hash, for a thousand characters are too long for a key.
struct DeveloperUser: Record {
    static let table = TableID.developerUsers

    var poolID: String
    var identityID: String
    var identifier: String

    var key: Key { Self.listing(poolID, identityID).raw(SHA256.hash(data: Array(identifier.utf8))) }
    static func listing(_ poolID: String, _ identityID: String) -> Key { inPool(poolID).text(identityID) }
    static func inPool(_ poolID: String) -> Key { Key(table: .developerUsers).text(poolID) }

    var indexKeys: [Key] { [Self.index(poolID, identifier)] }

    static func index(_ poolID: String, _ identifier: String) -> Key {
        indexInPool(poolID).raw(SHA256.hash(data: Array(identifier.utf8)))
    }
    static func indexInPool(_ poolID: String) -> Key { Key(table: .developerUsersByIdentifier).text(poolID) }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.text(poolID)
        writer.text(identityID)
        writer.text(identifier)
        return writer.bytes
    }

    init(poolID: String, identityID: String, identifier: String) {
        self.poolID = poolID
        self.identityID = identityID
        self.identifier = identifier
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        identityID = try reader.text()
        identifier = try reader.text()
    }
}

extension Snapshot {
    /// Every developer user of an identity; there are at most `Identity.mostLinks`.
    func developerUsers(of identity: Identity) throws -> [DeveloperUser] {
        guard identity.developerUsers > 0 else { return [] }
        return try list(
            DeveloperUser.self, prefix: DeveloperUser.listing(identity.poolID, identity.id),
            limit: Identity.mostLinks
        ).records
    }
}

extension Snapshot {
    func developerUser(_ identifier: String, in pool: IdentityPool) throws -> DeveloperUser {
        guard let user = try find(DeveloperUser.self, index: DeveloperUser.index(pool.id, identifier)) else {
            throw ServiceError.noDeveloperUser(identifier)
        }
        return user
    }
}

extension IdentityPool {
    func check(developerProvider name: String) throws {
        guard name == developerProvider else { throw ServiceError.noSuchDeveloperProvider }
    }
}

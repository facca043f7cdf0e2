import IAMModel
import ServiceKit
import Storage

/// What an account knows by a name without regard to case: users, groups, roles.
protocol NamedEntity: Record {
    /// `user`, as in ARNs and AWS's sentences.
    static var kind: String { get }
    /// `User`, as the names of quotas have it.
    static var kindInErrors: String { get }
    static var idPrefix: String { get }
    /// How many an account may have.
    static var mostPerAccount: Int { get }

    var accountID: String { get }
    var path: String { get set }
    var name: String { get set }
    var id: String { get }
    var arn: String { get }

    static func key(_ accountID: String, _ name: String) -> Key
    static func all(_ accountID: String) -> Key
    static func missing(_ name: String) -> ServiceError
    static func taken(_ name: String) -> ServiceError
}

/// What policies can be put in and attached to.
protocol PolicyHolder: NamedEntity {
    /// - Throws: `UnmodifiableEntity` for a role that is a service's.
    func checkIsModifiable() throws
}

extension PolicyHolder {
    func checkIsModifiable() throws {}
}

/// What a permissions boundary can limit: users and roles.
protocol BoundedHolder: PolicyHolder {
    var boundary: PolicyReference? { get set }
}

/// What has tags.
protocol Tagged: Record {
    /// `User`, as the name of the quota has it.
    static var kindInErrors: String { get }
    /// Names the listing of its tags, and no other's.
    var id: String { get }
    var tags: [IAMModel.Tag] { get set }
}

extension Snapshot {
    /// The user, group or role of that name.
    func require<Entity: NamedEntity>(
        _ type: Entity.Type, _ name: String, in accountID: String
    ) throws -> Entity {
        guard let entity = try find(Entity.self, Entity.key(accountID, name)) else {
            throw Entity.missing(name)
        }
        return entity
    }

    /// The same, to be changed.
    func requireModifiable<Holder: PolicyHolder>(
        _ type: Holder.Type, _ name: String, in accountID: String
    ) throws -> Holder {
        let holder = try require(Holder.self, name, in: accountID)
        try holder.checkIsModifiable()
        return holder
    }

    /// - Throws: `EntityAlreadyExists` where the name is taken, `LimitExceeded` where the account is full.
    func checkRoom<Entity: NamedEntity>(for type: Entity.Type, _ name: String, in accountID: String) throws {
        guard try find(Entity.self, Entity.key(accountID, name)) == nil else {
            throw Entity.taken(name)
        }
        try checkQuota("\(Entity.quotaName)PerAccount", Entity.mostPerAccount, below: Entity.all(accountID))
    }

    /// - Throws: `LimitExceeded` where as many keys as there may be begin with `prefix`.
    func checkQuota(_ quota: String, _ limit: Int, below prefix: Key) throws {
        guard try count(below: prefix, upTo: limit) < limit else {
            throw ServiceError.quotaExceeded(quota, limit)
        }
    }

    /// How many keys begin with `prefix`, counted no further than `limit`.
    func count(below prefix: Key, upTo limit: Int) throws -> Int {
        try scan(ScanRange(prefix: prefix.bytes, maxEntries: limit, keysOnly: true)).entries.count
    }
}

extension NamedEntity {
    static func taken(_ name: String) -> ServiceError { .alreadyExists(kindInErrors, name) }

    /// `Users`
    fileprivate static var quotaName: String { kindInErrors + "s" }
}

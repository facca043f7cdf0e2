import FoundationEssentials
import Storage

/// One identity of a pool, with the logins that lead to it.
struct Identity: Record {
    static let table = TableID.identities
    /// The second version counts developer users and knows disabled identities.
    static let version: UInt8 = 2
    /// As many logins as AWS links to one identity, developer users among them.
    static let mostLinks = 20

    var poolID: String
    var id: String
    /// Provider to the user's `sub` there.
    var logins: [String: String]
    var createdAt: Date
    var modifiedAt: Date
    /// How many `DeveloperUser` records lead here.
    var developerUsers: Int
    /// Its logins were all taken away, or went over to another identity: nobody gets in any more.
    var isDisabled: Bool

    var links: Int { logins.count + developerUsers }
    /// An identity without logins is a guest's.
    var isLinked: Bool { links > 0 }

    var key: Key { Self.listing(poolID).text(id) }
    static func listing(_ poolID: String) -> Key { Key(table: .identities).text(poolID) }
    static func key(_ poolID: String, _ id: String) -> Key { listing(poolID).text(id) }

    var indexKeys: [Key] {
        [Self.index(id)] + logins.map { Self.loginIndex(poolID, provider: $0.key, subject: $0.value) }
    }

    static func index(_ id: String) -> Key { Key(table: .identitiesByID).text(id) }

    static func loginIndex(_ poolID: String, provider: String, subject: String) -> Key {
        Key(table: .identitiesByLogin).text(poolID).text(provider).text(subject)
    }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.text(poolID)
        writer.text(id)
        writer.texts(logins)
        writer.number(UInt64(max(0, createdAt.timeIntervalSince1970 * 1000)))
        writer.number(UInt64(max(0, modifiedAt.timeIntervalSince1970 * 1000)))
        writer.number(developerUsers)
        writer.number(isDisabled ? 1 : 0 as Int)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        id = try reader.text()
        logins = try reader.texts()
        createdAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
        modifiedAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
        developerUsers = version < 2 ? 0 : try reader.integer()
        isDisabled = version < 2 ? false : try reader.number() != 0
    }
}

extension Identity {
    init(poolID: String, id: String, time: Date) {
        self.poolID = poolID
        self.id = id
        logins = [:]
        createdAt = time
        modifiedAt = time
        developerUsers = 0
        isDisabled = false
    }

    /// The providers whose logins lead here, as they are listed; nil for none.
    func loginNames(in pool: IdentityPool) -> [String]? {
        var names = Set(logins.keys)
        if developerUsers > 0, let developer = pool.developerProvider { names.insert(developer) }
        return names.isEmpty ? nil : names.sorted()
    }
}

import FoundationEssentials
import Storage

/// One identity of a pool, with the logins that lead to it.
struct Identity: Record {
    static let table = TableID.identities

    var poolID: String
    var id: String
    /// Provider to the user's `sub` there.
    var logins: [String: String]
    var createdAt: Date
    var modifiedAt: Date

    var key: Key { Self.listing(poolID).text(id) }
    static func listing(_ poolID: String) -> Key { Key(table: .identities).text(poolID) }

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
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        id = try reader.text()
        logins = try reader.texts()
        createdAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
        modifiedAt = Date(timeIntervalSince1970: Double(try reader.number()) / 1000)
    }
}

extension Identity {
    init(poolID: String, id: String, logins: [String: String], time: Date) {
        self.poolID = poolID
        self.id = id
        self.logins = logins
        createdAt = time
        modifiedAt = time
    }
}

import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// A user of a pool.
struct User: Record {
    static let table = TableID.users
    static let version: UInt8 = 2

    var poolID: String
    /// The username as names are compared in the pool.
    var nameKey: String
    var username: String
    var sub: String
    var status: UserStatusType
    var enabled: Bool
    var createdAt: Date
    var modifiedAt: Date
    /// Without `sub`.
    var attributes: [String: String]
    /// Other names the user is found by: attribute to value, as names are compared in the pool.
    var aliases: [String: String] = [:]
    /// Argon2id's text; nil for a user without password.
    var passwordHash: String?
    /// What sign-in by SRP needs in the password's place; nil for a password set before SRP was served.
    var srp: SRPVerifier?
    var passwordSetAt: Date
    /// Goes up with each password: a session begun with an older one answers nothing any more.
    var passwordCount: UInt64 = 0
    /// Goes up with each global sign-out: tokens of a lower count are revoked.
    var signOutCount: UInt64 = 0
    var mfa = UserMFA()

    var key: Key { Self.key(poolID, nameKey) }
    static func listing(_ poolID: String) -> Key { Key(table: .users).text(poolID) }
    static func key(_ poolID: String, _ nameKey: String) -> Key { listing(poolID).text(nameKey) }

    static func subIndex(_ poolID: String, _ sub: String) -> Key {
        Key(table: .usersBySub).text(poolID).text(sub)
    }

    static func aliasIndex(_ poolID: String, _ attribute: String, _ value: String) -> Key {
        Key(table: .usersByAlias).text(poolID).text(attribute).text(value)
    }

    static func attributeListing(_ poolID: String, _ attribute: String) -> Key {
        Key(table: .usersByAttribute).text(poolID).text(attribute)
    }

    static let indexedBytes = 256

    /// The start of a value in lower case, as long as keys may be: who reads the row compares the
    /// whole as the pool does.
    static func indexedStart(_ value: String) -> [UInt8] {
        value.lowercased().utf8.prefix(indexedBytes).filter { $0 != 0 }
    }

    /// Attributes by which ListUsers searches.
    static let searchable = [
        "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
    ]

    var indexKeys: [Key] {
        var rows = [Self.subIndex(poolID, sub)]
        for (attribute, value) in aliases { rows.append(Self.aliasIndex(poolID, attribute, value)) }
        for attribute in Self.searchable {
            guard let value = attributes[attribute] else { continue }
            rows.append(
                Self.attributeListing(poolID, attribute).raw(Self.indexedStart(value) + [0]).text(nameKey))
        }
        return rows
    }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        for text in [poolID, nameKey, username, sub, status.rawValue] { writer.text(text) }
        writer.number(enabled ? 1 : 0)
        for date in [createdAt, modifiedAt, passwordSetAt] { writer.number(date.milliseconds) }
        writer.texts(attributes)
        writer.texts(aliases)
        writer.optional(passwordHash)
        writer.number(passwordCount)
        writer.number(signOutCount)
        writer.data(srp?.salt ?? [])
        writer.data(srp?.sealed ?? [])
        mfa.write(&writer)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        nameKey = try reader.text()
        username = try reader.text()
        sub = try reader.text()
        status = UserStatusType(rawValue: try reader.text())
        enabled = try reader.number() == 1
        createdAt = Date(milliseconds: try reader.number())
        modifiedAt = Date(milliseconds: try reader.number())
        passwordSetAt = Date(milliseconds: try reader.number())
        attributes = try reader.texts()
        aliases = try reader.texts()
        passwordHash = try reader.optionalText()
        passwordCount = try reader.number()
        signOutCount = try reader.number()
        guard version >= 2 else { return }
        let salt = Array(try reader.data())
        let sealed = Array(try reader.data())
        if !sealed.isEmpty { srp = SRPVerifier(salt: salt, sealed: sealed) }
        mfa = try UserMFA(&reader)
    }
}

extension User {
    init(
        in pool: UserPool, username: String, sub: String, status: UserStatusType,
        attributes: [String: String], password: StoredPassword?, time: Date
    ) {
        poolID = pool.id
        nameKey = pool.folded(username)
        self.username = username
        self.sub = sub
        self.status = status
        enabled = true
        createdAt = time
        modifiedAt = time
        self.attributes = attributes
        passwordHash = password?.hash
        srp = password?.srp
        passwordSetAt = time
    }

    mutating func setPassword(_ password: StoredPassword, status: UserStatusType, at time: Date) {
        passwordHash = password.hash
        srp = password.srp
        passwordSetAt = time
        passwordCount += 1
        self.status = status
        modifiedAt = time
    }
}

extension Date {
    var milliseconds: UInt64 { UInt64(max(0, (timeIntervalSince1970 * 1000).rounded())) }
    init(milliseconds: UInt64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
    /// Whole seconds since 1970, as tokens write times.
    var seconds: Int { Int(timeIntervalSince1970.rounded(.down)) }
}

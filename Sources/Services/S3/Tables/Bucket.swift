import FoundationEssentials
import Storage

/// A bucket. Names are unique over all accounts. What every request asks of it stands here; longer settings are rows
/// of their own (`SettingKind`).
struct Bucket: Record, Hashable {
    static let table = TableID.buckets
    static let version: UInt8 = 2

    var name: String
    /// The account that owns it.
    var ownerID: String
    var region: String
    var createdAt: Date
    /// Objects and uploads are kept under it, so that a bucket made anew under the name is empty.
    var incarnation: UInt64
    /// Goes up with every change of a setting: what was compiled from the settings is known by it.
    var revision: UInt64 = 0
    var versioning = Versioning.never
    /// Nil where the controls were taken off, which leaves objects to who writes them.
    var ownership: Ownership? = .bucketOwnerEnforced
    /// Nil where it was taken off.
    var publicAccessBlock: PublicAccessBlock? = .all
    var hasObjectLock = false
    /// Others must say that they pay (`x-amz-request-payer`); nobody does.
    var requesterPays = false
    var encryption: DefaultEncryption?
    /// The settings that have a row.
    var settings: Set<SettingKind> = []

    var key: Key { Self.key(name) }
    var indexKeys: [Key] { [Self.ownerIndex(ownerID).raw(name.utf8)] }

    static func key(_ name: String) -> Key { Key(table: .buckets).raw(name.utf8) }
    static func ownerIndex(_ account: String) -> Key { Key(table: .bucketsByOwner).text(account) }

    init(name: String, ownerID: String, region: String, createdAt: Date, incarnation: UInt64) {
        self.name = name
        self.ownerID = ownerID
        self.region = region
        self.createdAt = createdAt
        self.incarnation = incarnation
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        writer.text(name)
        writer.text(ownerID)
        writer.text(region)
        writer.number(createdAt.millisecondsSince1970)
        writer.number(incarnation)
        writer.number(revision)
        writer.number(UInt64(versioning.rawValue))
        writer.number(UInt64(ownership?.rawValue ?? 0))
        writer.number(publicAccessBlock.map { UInt64($0.rawValue) + 1 } ?? 0)
        writer.number((hasObjectLock ? 1 : 0) + (requesterPays ? 2 : 0) as UInt64)
        writer.number(settings.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) })
        writer.number(encryption == nil ? 0 : 1 as UInt64)
        if let encryption { encryption.write(to: &writer) }
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        name = try reader.text()
        ownerID = try reader.text()
        region = try reader.text()
        createdAt = Date(millisecondsSince1970: try reader.integer())
        incarnation = try reader.number()
        guard version >= 2 else { return }
        revision = try reader.number()
        versioning = Versioning(rawValue: UInt8(truncatingIfNeeded: try reader.number())) ?? .never
        ownership = Ownership(rawValue: UInt8(truncatingIfNeeded: try reader.number()))
        let block = try reader.number()
        publicAccessBlock = block == 0 ? nil : PublicAccessBlock(rawValue: UInt8(truncatingIfNeeded: block - 1))
        let marks = try reader.number()
        hasObjectLock = marks & 1 != 0
        requesterPays = marks & 2 != 0
        let rows = try reader.number()
        settings = Set(SettingKind.allCases.filter { rows & 1 << UInt64($0.rawValue) != 0 })
        if try reader.number() == 1 { encryption = try DefaultEncryption(from: &reader) }
    }

    /// Whether access control lists count for nothing.
    var hasACLsDisabled: Bool { ownership == .bucketOwnerEnforced }

    // MARK: What is kept under it

    var objects: Key { Key(table: .objects).number(incarnation) }
    var objectBodies: Key { Key(table: .objectBodies).number(incarnation) }
    var objectManifests: Key { Key(table: .objectManifests).number(incarnation) }
    var objectVersions: Key { Key(table: .objectVersions).number(incarnation) }
    var objectNullVersions: Key { Key(table: .objectNullVersions).number(incarnation) }
    var objectExtras: Key { Key(table: .objectExtras).number(incarnation) }
    var uploads: Key { Key(table: .uploads).number(incarnation) }
    var uploadParts: Key { Key(table: .uploadParts).number(incarnation) }
    var completedUploads: Key { Key(table: .completedUploads).number(incarnation) }
    var settingRows: Key { Key(table: .bucketSettings).number(incarnation) }

    /// Everything that goes when the bucket goes.
    var contents: [Key] {
        [
            objectBodies, objectManifests, objectVersions, objectNullVersions, objectExtras, uploads, uploadParts,
            completedUploads, settingRows,
        ]
    }
}

enum Versioning: UInt8, Sendable { case never, enabled, suspended }

/// Who owns objects, as ownership controls say.
enum Ownership: UInt8, Sendable {
    case bucketOwnerEnforced = 1
    case bucketOwnerPreferred, objectWriter
}

/// The four settings of block public access; those of bucket and account count together.
struct PublicAccessBlock: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let blockPublicACLs = PublicAccessBlock(rawValue: 1)
    static let ignorePublicACLs = PublicAccessBlock(rawValue: 2)
    static let blockPublicPolicy = PublicAccessBlock(rawValue: 4)
    static let restrictPublicBuckets = PublicAccessBlock(rawValue: 8)
    static let all: PublicAccessBlock = [
        .blockPublicACLs, .ignorePublicACLs, .blockPublicPolicy, .restrictPublicBuckets,
    ]
}

/// How objects are encrypted whose writer says nothing.
struct DefaultEncryption: Hashable, Sendable {
    /// `AES256`, `aws:kms` or `aws:kms:dsse`.
    var algorithm: String
    /// As it was given: an id, an ARN or an alias.
    var keyID: String?
    var usesBucketKey: Bool

    init(algorithm: String, keyID: String? = nil, usesBucketKey: Bool = false) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.usesBucketKey = usesBucketKey
    }

    func write(to writer: inout RecordWriter) {
        writer.text(algorithm)
        writer.optional(keyID)
        writer.number(usesBucketKey ? 1 : 0 as UInt64)
    }

    init(from reader: inout RecordReader) throws {
        algorithm = try reader.text()
        keyID = try reader.optionalText()
        usesBucketKey = try reader.number() == 1
    }
}

extension Date {
    var millisecondsSince1970: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

    init(millisecondsSince1970 milliseconds: Int) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}

import FoundationEssentials
import Storage

/// A bucket. Names are unique over all accounts.
struct Bucket: Record, Hashable {
    static let table = TableID.buckets

    var name: String
    /// The account that owns it.
    var ownerID: String
    var region: String
    var createdAt: Date
    /// Objects and uploads are kept under it, so that a bucket made anew under the name is empty.
    var incarnation: UInt64

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
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        name = try reader.text()
        ownerID = try reader.text()
        region = try reader.text()
        createdAt = Date(millisecondsSince1970: try reader.integer())
        incarnation = try reader.number()
    }

    // MARK: What is kept under it

    var objects: Key { Key(table: .objects).number(incarnation) }
    var objectBodies: Key { Key(table: .objectBodies).number(incarnation) }
    var objectManifests: Key { Key(table: .objectManifests).number(incarnation) }
    var uploads: Key { Key(table: .uploads).number(incarnation) }
    var uploadParts: Key { Key(table: .uploadParts).number(incarnation) }
}

extension Date {
    var millisecondsSince1970: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

    init(millisecondsSince1970 milliseconds: Int) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}

import FoundationEssentials
import Storage

/// A version that is not the latest, or a delete marker, latest or not. The newest of a key comes first.
struct NoncurrentVersion: Record {
    static let table = TableID.objectVersions
    /// It holds an object's record.
    static let version = StoredObject.version

    var object: StoredObject
    /// When another version took its place; a delete marker has the time of its own making.
    var since: Date

    var key: Key { Self.key(object.bucket, object.name, object.sequence) }

    static func key(_ bucket: UInt64, _ name: [UInt8], _ sequence: UInt64) -> Key {
        prefix(bucket, name).number(~sequence)
    }

    /// Where all versions of a key are.
    static func prefix(_ bucket: UInt64, _ name: [UInt8]) -> Key {
        Key(table: .objectVersions).number(bucket).text(String(decoding: name, as: UTF8.self))
    }

    init(_ object: StoredObject, since: Date) {
        self.object = object
        self.since = since
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        writer.number(since.millisecondsSince1970)
        object.write(to: &writer)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        since = Date(millisecondsSince1970: try reader.integer())
        object = try StoredObject(from: &reader, version: version)
    }
}

/// Leads to the null version of a key where that is not the latest object.
enum NullVersionRow {
    static func key(_ bucket: UInt64, _ name: [UInt8]) -> Key {
        Key(table: .objectNullVersions).number(bucket).raw(name)
    }
}

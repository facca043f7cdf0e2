import Checksums
import FoundationEssentials
import Storage

/// A multipart upload under way.
struct Upload: Record {
    static let table = TableID.uploads
    static let version: UInt8 = 2

    var bucket: UInt64
    var name: String
    var id: String
    var initiatedAt: Date
    /// ARN of who began it.
    var initiator: String
    var checksumKind: ChecksumKind?
    /// Its checksum will be one over the whole object.
    var wantsFullObjectChecksum: Bool
    /// The kind is S3's own: the client named none, and is shown none.
    var isChecksumAssumed: Bool
    var attributes: ObjectAttributes

    var key: Key { Self.key(bucket, name, id) }
    /// The kind the client named.
    var shownChecksumKind: ChecksumKind? { isChecksumAssumed ? nil : checksumKind }

    static func key(_ bucket: UInt64, _ name: String, _ id: String) -> Key {
        Key(table: .uploads).number(bucket).text(name).raw(id.utf8)
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        writer.number(bucket)
        writer.text(name)
        writer.text(id)
        writer.number(initiatedAt.millisecondsSince1970)
        writer.text(initiator)
        writer.optional(checksumKind?.rawValue)
        writer.number((wantsFullObjectChecksum ? 1 : 0) + (isChecksumAssumed ? 2 : 0))
        writer.data([UInt8](try JSONEncoder().encode(attributes)))
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        bucket = try reader.number()
        name = try reader.text()
        id = try reader.text()
        initiatedAt = Date(millisecondsSince1970: try reader.integer())
        initiator = try reader.text()
        guard version >= 2 else {
            let storageClass = try reader.text()
            checksumKind = try reader.optionalText().flatMap(ChecksumKind.init)
            wantsFullObjectChecksum = try reader.number() == 1
            isChecksumAssumed = false
            attributes = ObjectAttributes(
                storageClass: storageClass, headers: try reader.texts(), metadata: try reader.texts())
            return
        }
        checksumKind = try reader.optionalText().flatMap(ChecksumKind.init)
        let marks = try reader.number()
        wantsFullObjectChecksum = marks & 1 != 0
        isChecksumAssumed = marks & 2 != 0
        attributes = try JSONDecoder().decode(ObjectAttributes.self, from: Data(try reader.data()))
    }

    init(
        bucket: UInt64, name: String, id: String, initiatedAt: Date, initiator: String, checksumKind: ChecksumKind?,
        wantsFullObjectChecksum: Bool, isChecksumAssumed: Bool, attributes: ObjectAttributes
    ) {
        self.bucket = bucket
        self.name = name
        self.id = id
        self.initiatedAt = initiatedAt
        self.initiator = initiator
        self.checksumKind = checksumKind
        self.wantsFullObjectChecksum = wantsFullObjectChecksum
        self.isChecksumAssumed = isChecksumAssumed
        self.attributes = attributes
    }
}

/// One part of an upload; later, unchanged, one segment of the object's manifest.
struct UploadPart: Record {
    static let table = TableID.uploadParts

    var bucket: UInt64
    var uploadID: String
    var number: Int
    var size: Int
    var md5: [UInt8]
    var modifiedAt: Date
    var body: BodyLocation
    var checksum: StoredChecksum?

    var key: Key { Self.prefix(bucket, uploadID).number(UInt64(number)) }
    var quotedETag: String { "\"\(md5.hexadecimal)\"" }

    static func prefix(_ bucket: UInt64, _ uploadID: String) -> Key {
        Key(table: .uploadParts).number(bucket).text(uploadID)
    }

    func write(to writer: inout RecordWriter) {
        writer.number(bucket)
        writer.text(uploadID)
        writer.number(number)
        writer.number(size)
        writer.data(md5)
        writer.number(modifiedAt.millisecondsSince1970)
        body.write(to: &writer)
        StoredChecksum.write(checksum, to: &writer)
    }

    init(from reader: inout RecordReader) throws {
        bucket = try reader.number()
        uploadID = try reader.text()
        number = try reader.integer()
        size = try reader.integer()
        md5 = Array(try reader.data())
        modifiedAt = Date(millisecondsSince1970: try reader.integer())
        body = try BodyLocation(from: &reader)
        checksum = try StoredChecksum.read(from: &reader)
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        self = try UploadPart(from: &reader)
    }

    init(
        bucket: UInt64, uploadID: String, number: Int, size: Int, md5: [UInt8], modifiedAt: Date,
        body: BodyLocation, checksum: StoredChecksum?
    ) {
        self.bucket = bucket
        self.uploadID = uploadID
        self.number = number
        self.size = size
        self.md5 = md5
        self.modifiedAt = modifiedAt
        self.body = body
        self.checksum = checksum
    }
}

/// The parts an object is made of, in order.
struct ObjectManifest: Record {
    static let table = TableID.objectManifests

    var bucket: UInt64
    var id: ObjectID
    var parts: [UploadPart]

    var key: Key { Self.key(bucket, id) }

    static func key(_ bucket: UInt64, _ id: ObjectID) -> Key {
        Key(table: .objectManifests).number(bucket).raw(id.bytes)
    }

    init(bucket: UInt64, id: ObjectID, parts: [UploadPart]) {
        self.bucket = bucket
        self.id = id
        self.parts = parts
    }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        writer.number(bucket)
        writer.data(id.bytes)
        writer.number(parts.count)
        for part in parts { part.write(to: &writer) }
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        bucket = try reader.number()
        id = ObjectID(bytes: Array(try reader.data()))
        let count = try reader.integer()
        parts = []
        for _ in 0..<count { parts.append(try UploadPart(from: &reader)) }
    }
}

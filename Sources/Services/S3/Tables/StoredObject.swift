import Checksums
import FoundationEssentials
import Storage

/// An object's row: the latest version of a key, unless that is a delete marker. Lists read it whole, so what may be
/// long (bodies, manifests, tags) is a sibling.
struct StoredObject: Record {
    static let table = TableID.objects
    static let version: UInt8 = 2

    var bucket: UInt64
    var name: [UInt8]
    var size: Int
    /// The MD5 of the body, or of the parts' MD5s; for bodies under keys of others, no digest of theirs.
    var entityTag: [UInt8]
    /// 0 for an object that was put whole; else the ETag ends with it.
    var partCount: Int
    var modifiedAt: Date
    var body: BodyLocation
    var storageClass: String
    var checksum: StoredChecksum?
    /// Content-Type and the other headers kept, by lower-case name.
    var headers: [String: String]
    /// `x-amz-meta-` by the rest of the name.
    var metadata: [String: String]
    /// Greater than that of every version of the key before it.
    var sequence: UInt64
    /// With the sequence, the version's id; empty for the null version.
    var nonce: [UInt8] = []
    var isDeleteMarker = false
    /// The account that owns it; empty for the bucket's owner.
    var ownerID = ""
    var tagCount = 0
    /// Where its tags and its access control list are.
    var extras: ObjectID?
    var lock = ObjectLockState()
    var encryption: ObjectEncryption?

    var key: Key { Self.key(bucket, name) }

    static func key(_ bucket: UInt64, _ name: some Sequence<UInt8>) -> Key {
        Key(table: .objects).number(bucket).raw(name)
    }

    /// As on the wire, with its quotes.
    var quotedETag: String {
        let digits = entityTag.hexadecimal
        return partCount == 0 ? "\"\(digits)\"" : "\"\(digits)-\(partCount)\""
    }

    var nameText: String { String(decoding: name, as: UTF8.self) }
    var isNullVersion: Bool { nonce.isEmpty }
    var versionID: VersionID { isNullVersion ? .null : .made(sequence, nonce) }

    func encoded() throws -> [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout RecordWriter) {
        writer.number(bucket)
        writer.data(name)
        writer.number(size)
        writer.data(entityTag)
        writer.number(partCount)
        writer.number(modifiedAt.millisecondsSince1970)
        writer.text(storageClass)
        body.write(to: &writer)
        StoredChecksum.write(checksum, to: &writer)
        writer.texts(headers)
        writer.texts(metadata)
        writer.number(sequence)
        writer.data(nonce)
        writer.number(isDeleteMarker ? 1 : 0 as UInt64)
        writer.text(ownerID)
        writer.number(tagCount)
        writer.data(extras?.bytes ?? [])
        lock.write(to: &writer)
        writer.number(encryption == nil ? 0 : 1 as UInt64)
        encryption?.write(to: &writer)
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        try self.init(from: &reader, version: version)
    }

    init(from reader: inout RecordReader, version: UInt8) throws {
        bucket = try reader.number()
        name = Array(try reader.data())
        size = try reader.integer()
        entityTag = Array(try reader.data())
        partCount = try reader.integer()
        let milliseconds = try reader.integer()
        modifiedAt = Date(millisecondsSince1970: milliseconds)
        storageClass = try reader.text()
        body = try BodyLocation(from: &reader)
        checksum = try StoredChecksum.read(from: &reader)
        headers = try reader.texts()
        metadata = try reader.texts()
        guard version >= 2 else {
            // Versions are told apart by microseconds.
            sequence = UInt64(max(0, milliseconds)) * 1000
            return
        }
        sequence = try reader.number()
        nonce = Array(try reader.data())
        isDeleteMarker = try reader.number() == 1
        ownerID = try reader.text()
        tagCount = try reader.integer()
        let extrasID = Array(try reader.data())
        extras = extrasID.isEmpty ? nil : ObjectID(bytes: extrasID)
        lock = try ObjectLockState(from: &reader)
        if try reader.number() == 1 { encryption = try ObjectEncryption(from: &reader) }
    }

    init(
        bucket: UInt64, name: [UInt8], size: Int, entityTag: [UInt8], partCount: Int, modifiedAt: Date,
        body: BodyLocation, checksum: StoredChecksum?, sequence: UInt64, _ attributes: ObjectAttributes
    ) {
        self.bucket = bucket
        self.name = name
        self.size = size
        self.entityTag = entityTag
        self.partCount = partCount
        self.modifiedAt = modifiedAt
        self.body = body
        self.checksum = checksum
        self.sequence = sequence
        storageClass = attributes.storageClass
        headers = attributes.headers
        metadata = attributes.metadata
        ownerID = attributes.ownerID
        lock = attributes.lock
        encryption = attributes.encryption
    }

    /// A delete marker.
    init(markerOf name: [UInt8], in bucket: Bucket, at time: Date, sequence: UInt64, nonce: [UInt8], ownerID: String) {
        self.bucket = bucket.incarnation
        self.name = name
        size = 0
        entityTag = []
        partCount = 0
        modifiedAt = time
        body = .empty
        storageClass = ""
        headers = [:]
        metadata = [:]
        self.sequence = sequence
        self.nonce = nonce
        self.ownerID = ownerID
        isDeleteMarker = true
    }
}

/// Where a body's bytes are.
enum BodyLocation: Sendable, Hashable {
    case empty
    /// Beside the record, under this id.
    case inline(ObjectID)
    case blob(BlobID)
    /// In parts, which the manifest of this id lists.
    case parts(ObjectID)

    func write(to writer: inout RecordWriter) {
        switch self {
        case .empty: writer.number(0)
        case .inline(let id):
            writer.number(1)
            writer.data(id.bytes)
        case .blob(let id):
            writer.number(2)
            writer.number(id.high)
            writer.number(id.low)
        case .parts(let id):
            writer.number(3)
            writer.data(id.bytes)
        }
    }

    init(from reader: inout RecordReader) throws {
        switch try reader.number() {
        case 0: self = .empty
        case 1: self = .inline(ObjectID(bytes: Array(try reader.data())))
        case 2: self = .blob(BlobID(high: try reader.number(), low: try reader.number()))
        case 3: self = .parts(ObjectID(bytes: Array(try reader.data())))
        default: throw StorageError.corrupt("an object's body is nowhere")
        }
    }

    /// Names the bytes, and nothing else ever: keys of encryption are derived by it.
    var identity: [UInt8] {
        switch self {
        case .empty: []
        case .inline(let id), .parts(let id): id.bytes
        case .blob(let id): Array(id.name.utf8)
        }
    }
}

/// A checksum kept with an object or a part.
struct StoredChecksum: Sendable, Hashable {
    var kind: ChecksumKind
    var digest: [UInt8]
    /// Over the checksums of the parts, with their number, rather than over the body.
    var isComposite = false

    static func write(_ checksum: StoredChecksum?, to writer: inout RecordWriter) {
        guard let checksum else { return writer.number(0) }
        writer.number(checksum.isComposite ? 2 : 1)
        writer.text(checksum.kind.rawValue)
        writer.data(checksum.digest)
    }

    static func read(from reader: inout RecordReader) throws -> StoredChecksum? {
        let tag = try reader.number()
        guard tag != 0 else { return nil }
        guard let kind = ChecksumKind(rawValue: try reader.text()) else {
            throw StorageError.corrupt("a checksum of an unknown kind")
        }
        return StoredChecksum(kind: kind, digest: Array(try reader.data()), isComposite: tag == 2)
    }
}

extension [UInt8] {
    var hexadecimal: String {
        String(unsafeUninitializedCapacity: count * 2) { buffer in
            for (index, byte) in enumerated() {
                buffer[index * 2] = Self.digit(byte >> 4)
                buffer[index * 2 + 1] = Self.digit(byte & 15)
            }
            return count * 2
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}

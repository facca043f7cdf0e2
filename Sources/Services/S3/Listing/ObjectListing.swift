import Checksums
import S3Model
import ServiceKit
import Storage
import Wire

/// One page of a bucket's keys, as both ListObjects operations have it.
struct ObjectListing: Sendable {
    struct Request: Sendable {
        var prefix: String
        var delimiter: String?
        /// Keys after this one; a group that begins with it is not listed again.
        var after: String?
        /// Where a former page stopped: a key of the store.
        var from: [UInt8]?
        var limit: Int
    }

    var objects: [StoredObject] = []
    /// Keys up to and with the delimiter.
    var groups: [[UInt8]] = []
    /// Set when there is more: where the next page starts, and the last key or group of this one.
    var next: (from: [UInt8], last: [UInt8])?

    init(_ request: Request, of bucket: Bucket, in snapshot: any Snapshot) throws {
        let base = bucket.objects
        let prefix = base.raw(request.prefix.utf8).bytes
        let end = prefix.prefixSuccessor
        var from = request.from ?? prefix
        if let after = request.after, !after.isEmpty {
            let start = Self.start(after: Array(after.utf8), request, base: base)
            if from.lexicographicallyPrecedes(start) { from = start }
        }
        guard request.limit > 0 else { return }
        let delimiter = request.delimiter.flatMap { $0.isEmpty ? nil : $0 }
        let page = try snapshot.scan(
            ScanRange(
                from: from, to: end, maxEntries: request.limit,
                delimiter: delimiter.map { .init(Array($0.utf8), after: prefix.count) }))
        for entry in page.entries {
            if entry.isGroup {
                groups.append(Array(entry.key.dropFirst(base.bytes.count)))
            } else {
                objects.append(try StoredObject(decoding: entry.value.dropFirst(), version: entry.value[0]))
            }
        }
        if page.more, let last = page.entries.last {
            let start = last.isGroup ? last.key.prefixSuccessor : last.key.keySuccessor
            next = (start, Array(last.key.dropFirst(base.bytes.count)))
        }
    }

    /// Where keys after `after` begin: past the whole group, if it lies in one.
    private static func start(after: [UInt8], _ request: Request, base: Key) -> [UInt8] {
        let key = base.raw(after).bytes
        guard let delimiter = request.delimiter.map({ Array($0.utf8) }), !delimiter.isEmpty,
            after.starts(with: Array(request.prefix.utf8)),
            let found = after.dropFirst(request.prefix.utf8.count).firstRange(of: delimiter)
        else { return key.keySuccessor }
        // A key inside a group begins after the group's name: the group was listed before it.
        let group = Array(after[..<found.upperBound])
        return base.raw(group).bytes.prefixSuccessor
    }

    /// A key as the answer shows it: as it is, or percent-encoded where the caller asked for that.
    static func shown(_ key: some Sequence<UInt8>, _ encoding: EncodingType?) -> String {
        let text = String(decoding: Array(key), as: UTF8.self)
        return encoding == .url ? PercentCoding.encode(text, keepingSlash: true) : text
    }

    /// An empty delimiter is none.
    static func shown(delimiter: String?, _ encoding: EncodingType?) -> String? {
        delimiter.flatMap { $0.isEmpty ? nil : shown($0.utf8, encoding) }
    }
}

extension S3 {
    static let largestPage = 1000

    func checkListing(maxKeys: Int?, named name: String = "maxKeys", encoding: EncodingType?) throws {
        if let maxKeys, !(0...Int(Int32.max)).contains(maxKeys) {
            throw ServiceError.invalidArgument(
                "Argument \(name) must be an integer between 0 and 2147483647", name: name, value: String(maxKeys))
        }
        if let encoding, encoding != .url {
            throw ServiceError.invalidArgument(
                "Invalid Encoding Method specified in Request", name: "encoding-type", value: encoding.rawValue)
        }
    }

    func shown(
        _ object: StoredObject, _ encoding: EncodingType?, in bucket: Bucket, withOwner: Bool
    ) -> Object {
        Object(
            key: ObjectListing.shown(object.name, encoding), lastModified: object.modifiedAt,
            eTag: object.quotedETag,
            checksumAlgorithm: object.checksum.map { [ChecksumAlgorithm(rawValue: $0.kind.rawValue)] },
            checksumType: object.checksum?.type, size: object.size,
            storageClass: ObjectStorageClass(rawValue: object.storageClass),
            owner: withOwner ? owner(ownerID(of: object, in: bucket)) : nil)
    }
}

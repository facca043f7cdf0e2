import ServiceKit
import Storage

/// An object with what is needed to send its body: found in one view of the store.
struct FoundObject: Sendable {
    var object: StoredObject
    var inline: [UInt8]
    var parts: [UploadPart]
    /// The bytes of parts small enough to stand beside their manifest.
    var inlineParts: [Int: [UInt8]]
}

extension S3 {
    private static let attempts = 5
    /// Parts opened before the answer begins: they stay readable whatever happens to the object.
    /// Those beyond are opened in their turn, since descriptors are few; if the object is deleted
    /// meanwhile, the answer is cut off rather than mixed.
    private static let partsOpenedAhead = 64

    func find(_ key: String, in bucket: Bucket) async throws -> FoundObject? {
        try await store.read { snapshot in
            _ = try snapshot.require(bucket)
            let found: StoredObject? = try snapshot.find(StoredObject.key(bucket.incarnation, key.utf8))
            guard let object = found else { return nil }
            return try snapshot.withBody(object)
        }
    }

    /// Finds the object and opens its body for reading. A body that was replaced in between is gone
    /// from the disk: then the object is looked up again, and is the newer one.
    func open(
        _ key: String, in bucket: Bucket, _ range: (FoundObject) throws -> Range<Int>
    ) async throws -> (FoundObject, ResponseBody)? {
        for attempt in 1...Self.attempts {
            guard let found = try await find(key, in: bucket) else { return nil }
            let range = try range(found)
            do {
                return (found, try await body(of: found, range))
            } catch  where attempt < Self.attempts && !(error is ServiceError) {
                continue
            }
        }
        throw StorageError.corrupt("the body of an object cannot be opened")
    }

    private func body(of found: FoundObject, _ range: Range<Int>) async throws -> ResponseBody {
        switch found.object.body {
        case .empty: return .bytes([])
        case .inline:
            return .bytes(range.count == found.inline.count ? found.inline : Array(found.inline[range]))
        case .blob(let id):
            guard !range.isEmpty else { return .bytes([]) }
            let reader = try await blobs.open(id)
            return .segments([.init(reader: reader, offset: range.lowerBound, byteCount: range.count)])
        case .parts: return .segments(try await segments(of: found, range))
        }
    }

    private func segments(of found: FoundObject, _ range: Range<Int>) async throws -> [ResponseBody.Segment] {
        var segments: [ResponseBody.Segment] = []
        var start = 0
        for (index, part) in found.parts.enumerated() {
            let whole = start..<(start + part.size)
            start = whole.upperBound
            let wanted = whole.clamped(to: range)
            guard !wanted.isEmpty else { continue }
            let offset = wanted.lowerBound - whole.lowerBound
            if case .blob(let id) = part.body, segments.count >= Self.partsOpenedAhead {
                let blobs = blobs
                segments.append(.init(offset: offset, byteCount: wanted.count) { try await blobs.open(id) })
                continue
            }
            let reader: any BlobReader =
                if case .blob(let id) = part.body { try await blobs.open(id) } else {
                    MemoryReader(found.inlineParts[index] ?? [])
                }
            segments.append(.init(reader: reader, offset: offset, byteCount: wanted.count))
        }
        return segments
    }
}

extension Snapshot {
    func withBody(_ object: StoredObject) throws -> FoundObject {
        var found = FoundObject(object: object, inline: [], parts: [], inlineParts: [:])
        switch object.body {
        case .empty, .blob: break
        case .inline(let id): found.inline = try get(BodyRow.key(object.bucket, id).bytes) ?? []
        case .parts(let id):
            let manifest: ObjectManifest? = try find(ObjectManifest.key(object.bucket, id))
            found.parts = manifest?.parts ?? []
            for (index, part) in found.parts.enumerated() {
                guard case .inline(let id) = part.body else { continue }
                found.inlineParts[index] = try get(BodyRow.key(object.bucket, id).bytes) ?? []
            }
        }
        return found
    }
}

/// A small part's bytes, read like a blob.
struct MemoryReader: BlobReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var byteCount: Int { bytes.count }
    var fileDescriptor: Int32? { nil }
    func read(at offset: Int, count: Int) async throws -> [UInt8] { Array(bytes[offset..<offset + count]) }
    func close() async {}
}

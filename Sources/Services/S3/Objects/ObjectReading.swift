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

    /// Opens an object's body for reading. A body that was replaced since it was found is gone from the disk: then the
    /// object is looked up again, and is the newer one.
    /// - Parameter range: which bytes are wanted, found anew for each object found.
    func open(
        _ found: FoundObject, _ key: DataKey?, again: () async throws -> (FoundObject, DataKey?)?,
        _ range: (FoundObject) throws -> Range<Int>
    ) async throws -> (FoundObject, ResponseBody) {
        var found = found
        var key = key
        for attempt in 1...Self.attempts {
            let range = try range(found)
            do {
                return (found, try await body(of: found, range, key))
            } catch  where attempt < Self.attempts && !(error is ServiceError) {
                guard let newer = try await again() else { throw ServiceError.noSuchKey(found.object.nameText) }
                (found, key) = newer
            }
        }
        throw StorageError.corrupt("the body of an object cannot be opened")
    }

    func body(of found: FoundObject, _ range: Range<Int>, _ key: DataKey?) async throws -> ResponseBody {
        let object = found.object
        switch object.body {
        case .empty: return .bytes([])
        case .inline:
            let bytes =
                try key.map { try $0.cipher(for: object.body).open(found.inline) } ?? found.inline
            return .bytes(range.count == bytes.count ? bytes : Array(bytes[range]))
        case .blob(let id):
            guard !range.isEmpty else { return .bytes([]) }
            let opened = try await reader(of: id, at: object.body, object.size, key)
            return .segments([.init(reader: opened, offset: range.lowerBound, byteCount: range.count)])
        case .parts: return .segments(try await segments(of: found, range, key))
        }
    }

    private func reader(
        of id: BlobID, at place: BodyLocation, _ size: Int, _ key: DataKey?
    ) async throws -> any BlobReader {
        let opened = try await blobs.open(id)
        guard let key else { return opened }
        return OpeningReader(opened, key.cipher(for: place), byteCount: size)
    }

    private func segments(
        of found: FoundObject, _ range: Range<Int>, _ key: DataKey?
    ) async throws -> [ResponseBody.Segment] {
        var segments: [ResponseBody.Segment] = []
        var start = 0
        for (index, part) in found.parts.enumerated() {
            let whole = start..<(start + part.size)
            start = whole.upperBound
            let wanted = whole.clamped(to: range)
            guard !wanted.isEmpty else { continue }
            let offset = wanted.lowerBound - whole.lowerBound
            if case .blob(let id) = part.body, segments.count >= Self.partsOpenedAhead {
                segments.append(
                    .init(offset: offset, byteCount: wanted.count) { [self] in
                        try await self.reader(of: id, at: part.body, part.size, key)
                    })
                continue
            }
            let reader: any BlobReader
            if case .blob(let id) = part.body {
                reader = try await self.reader(of: id, at: part.body, part.size, key)
            } else {
                let bytes = found.inlineParts[index] ?? []
                reader = MemoryReader(try key.map { try $0.cipher(for: part.body).open(bytes) } ?? bytes)
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

    func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value { try work() }

    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) -> Int {
        let wanted = offset..<min(offset + buffer.count, bytes.count)
        buffer.copyBytes(from: bytes[wanted])
        return wanted.count
    }
}

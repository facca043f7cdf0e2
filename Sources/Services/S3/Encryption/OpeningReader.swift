import LibCrypto
import Storage

/// A sealed blob, read as what it holds.
struct OpeningReader: BlobReader {
    private let sealed: any BlobReader
    private let cipher: BodyCipher
    let byteCount: Int

    /// - Parameter byteCount: of what it holds.
    init(_ sealed: any BlobReader, _ cipher: BodyCipher, byteCount: Int) {
        self.sealed = sealed
        self.cipher = cipher
        self.byteCount = byteCount
    }

    /// What is on the disk must pass through here.
    var fileDescriptor: Int32? { nil }

    func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await sealed.blocking(work)
    }

    /// Chunk by chunk: one that is wanted whole is opened where it is wanted.
    func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws -> Int {
        let end = min(offset + buffer.count, byteCount)
        guard offset < end else { return 0 }
        let gcm = try cipher.started(.opens)
        try withUnsafeTemporaryAllocation(byteCount: BodyCipher.sealedChunkBytes, alignment: 16) { scratch in
            for chunk in offset / BodyCipher.chunkBytes...(end - 1) / BodyCipher.chunkBytes {
                let whole = chunk * BodyCipher.chunkBytes..<min((chunk + 1) * BodyCipher.chunkBytes, byteCount)
                let piece = try read(chunk, whole.count, into: scratch)
                let wanted = whole.clamped(to: offset..<end)
                let target = UnsafeMutableRawBufferPointer(
                    rebasing: buffer[wanted.lowerBound - offset..<wanted.upperBound - offset])
                if wanted == whole {
                    _ = try BodyCipher.open(piece, chunk, by: gcm, into: target)
                } else {
                    try openPart(piece, chunk, wanted.lowerBound - whole.lowerBound, by: gcm, into: target)
                }
            }
        }
        return end - offset
    }

    private func read(
        _ chunk: Int, _ count: Int, into scratch: UnsafeMutableRawBufferPointer
    ) throws -> UnsafeRawBufferPointer {
        let place = UnsafeMutableRawBufferPointer(rebasing: scratch[..<(count + BodyCipher.tagBytes)])
        guard try sealed.fill(place, from: chunk * BodyCipher.sealedChunkBytes) == place.count else {
            throw StorageError.corrupt("a blob is shorter than its record")
        }
        return UnsafeRawBufferPointer(place)
    }

    private func openPart(
        _ sealed: UnsafeRawBufferPointer, _ chunk: Int, _ start: Int, by gcm: AESGCM,
        into target: UnsafeMutableRawBufferPointer
    ) throws {
        try withUnsafeTemporaryAllocation(byteCount: sealed.count, alignment: 16) { plain in
            _ = try BodyCipher.open(sealed, chunk, by: gcm, into: plain)
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: plain[start..<start + target.count]))
        }
    }
}

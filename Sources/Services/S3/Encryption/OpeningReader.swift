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

    func read(at offset: Int, count: Int) async throws -> [UInt8] {
        let end = min(offset + count, byteCount)
        guard offset < end else { return [] }
        let first = offset / BodyCipher.chunkBytes
        let last = (end - 1) / BodyCipher.chunkBytes
        let unit = BodyCipher.chunkBytes + BodyCipher.tagBytes
        let stop = min((last + 1) * unit, BodyCipher.sealedBytes(byteCount))
        let bytes = try await sealed.read(at: first * unit, count: stop - first * unit)
        guard bytes.count == stop - first * unit else {
            throw StorageError.corrupt("a blob is shorter than its record")
        }
        let plain = try cipher.open(bytes, firstChunk: first)
        let start = offset - first * BodyCipher.chunkBytes
        if start == 0, plain.count == end - offset { return plain }
        return Array(plain[start..<start + end - offset])
    }

    func close() async { await sealed.close() }
}

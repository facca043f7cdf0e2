import LibCrypto

/// Seals a body as it comes in, in pieces of any size.
struct SealingStream: Sendable {
    private let gcm: AESGCM
    private var chunk = 0
    /// Bytes of the present chunk that are sealed already.
    private var filled = 0

    init(_ cipher: BodyCipher) throws { gcm = try cipher.started(.seals) }

    /// The pieces, sealed; a chunk's tag follows when it is full, or at the end.
    mutating func seal(_ pieces: [[UInt8]], isLast: Bool) throws -> [UInt8] {
        let count = pieces.reduce(0) { $0 + $1.count }
        let capacity = count + (count / BodyCipher.chunkBytes + 2) * BodyCipher.tagBytes
        return try [UInt8](unsafeUninitializedCapacity: capacity) { output, written in
            let output = UnsafeMutableRawBufferPointer(output)
            for piece in pieces {
                try piece.withUnsafeBytes { try seal($0, into: output, &written) }
            }
            if isLast, filled > 0 { try endChunk(output, &written) }
        }
    }

    private mutating func seal(
        _ piece: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) throws {
        var start = 0
        while start < piece.count {
            if filled == 0 { try gcm.begin(nonce: BodyCipher.nonce(chunk)) }
            let end = min(start + BodyCipher.chunkBytes - filled, piece.count)
            try gcm.update(
                UnsafeRawBufferPointer(rebasing: piece[start..<end]),
                into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
            written += end - start
            filled += end - start
            start = end
            if filled == BodyCipher.chunkBytes { try endChunk(output, &written) }
        }
    }

    private mutating func endChunk(_ output: UnsafeMutableRawBufferPointer, _ written: inout Int) throws {
        let tag = UnsafeMutableRawBufferPointer(rebasing: output[written..<written + BodyCipher.tagBytes])
        try gcm.finishSealing(tag: tag)
        written += BodyCipher.tagBytes
        chunk += 1
        filled = 0
    }
}

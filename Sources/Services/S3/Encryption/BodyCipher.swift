import Crypto
import LibCrypto

/// AES-256-GCM in chunks, so that any range can be opened by itself. Each chunk has its number as nonce, and a tag.
struct BodyCipher: Sendable {
    static let chunkBytes = 64 << 10
    static let tagBytes = AESGCM.tagBytes
    /// A whole chunk on the disk.
    static let sealedChunkBytes = chunkBytes + tagBytes

    private let key: SymmetricKey

    init(_ key: SymmetricKey) { self.key = key }

    /// What so many bytes are when they are sealed.
    static func sealedBytes(_ count: Int) -> Int {
        count + (count + chunkBytes - 1) / chunkBytes * tagBytes
    }

    static func nonce(_ chunk: Int) -> [UInt8] {
        let number = UInt64(chunk)
        return [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }

    func started(_ direction: AESGCM.Direction) throws -> AESGCM {
        try key.withUnsafeBytes { try AESGCM(key: $0, direction) }
    }

    /// Seals a whole body.
    func seal(_ plain: [UInt8]) throws -> [UInt8] {
        var stream = try SealingStream(self)
        return try stream.seal([plain], isLast: true)
    }

    /// Opens a whole body, as `seal` made it.
    func open(_ sealed: [UInt8]) throws -> [UInt8] {
        let gcm = try started(.opens)
        let chunks = (sealed.count + Self.sealedChunkBytes - 1) / Self.sealedChunkBytes
        let count = max(0, sealed.count - chunks * Self.tagBytes)
        return try [UInt8](unsafeUninitializedCapacity: count) { plain, filled in
            let plain = UnsafeMutableRawBufferPointer(plain)
            try sealed.withUnsafeBytes { sealed in
                for chunk in 0..<chunks {
                    let from = chunk * Self.sealedChunkBytes
                    let piece = UnsafeRawBufferPointer(
                        rebasing: sealed[from..<min(from + Self.sealedChunkBytes, sealed.count)])
                    let target = UnsafeMutableRawBufferPointer(rebasing: plain[filled...])
                    filled += try Self.open(piece, chunk, by: gcm, into: target)
                }
            }
        }
    }

    /// Opens one sealed chunk. Gives the number of bytes in it.
    static func open(
        _ sealed: UnsafeRawBufferPointer, _ chunk: Int, by gcm: AESGCM, into plain: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        let count = sealed.count - tagBytes
        guard count > 0 else { throw LibCryptoFailure.notAuthentic }
        try gcm.begin(nonce: nonce(chunk))
        try gcm.update(UnsafeRawBufferPointer(rebasing: sealed[..<count]), into: plain)
        try gcm.finishOpening(tag: UnsafeRawBufferPointer(rebasing: sealed[count...]))
        return count
    }
}

import Crypto
import FoundationEssentials

/// AES-256-GCM in chunks, so that any range can be opened by itself. Each chunk has its number as nonce, and a tag.
struct BodyCipher: Sendable {
    static let chunkBytes = 64 << 10
    static let tagBytes = 16

    private let key: SymmetricKey

    init(_ key: SymmetricKey) { self.key = key }

    /// What so many bytes are when they are sealed.
    static func sealedBytes(_ count: Int) -> Int {
        count + (count + chunkBytes - 1) / chunkBytes * tagBytes
    }

    private static func nonce(_ chunk: Int) throws -> AES.GCM.Nonce {
        let number = UInt64(chunk)
        let bytes = [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        return try AES.GCM.Nonce(data: bytes)
    }

    /// Seals whole chunks; only the last of a body may be short.
    func seal(_ plain: ArraySlice<UInt8>, firstChunk: Int) throws -> [UInt8] {
        var sealed: [UInt8] = []
        sealed.reserveCapacity(Self.sealedBytes(plain.count))
        var start = plain.startIndex
        var chunk = firstChunk
        while start < plain.endIndex {
            let end = min(start + Self.chunkBytes, plain.endIndex)
            let box = try AES.GCM.seal(plain[start..<end], using: key, nonce: Self.nonce(chunk))
            sealed.append(contentsOf: box.ciphertext)
            sealed.append(contentsOf: box.tag)
            start = end
            chunk += 1
        }
        return sealed
    }

    /// Opens whole chunks, as `seal` made them.
    func open(_ sealed: [UInt8], firstChunk: Int) throws -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(sealed.count)
        var start = 0
        var chunk = firstChunk
        while start < sealed.count {
            let end = min(start + Self.chunkBytes + Self.tagBytes, sealed.count)
            guard end - start > Self.tagBytes else { throw CryptoKitError.incorrectParameterSize }
            let box = try AES.GCM.SealedBox(
                nonce: Self.nonce(chunk), ciphertext: sealed[start..<end - Self.tagBytes],
                tag: sealed[end - Self.tagBytes..<end])
            plain.append(contentsOf: try AES.GCM.open(box, using: key))
            start = end
            chunk += 1
        }
        return plain
    }
}

/// Seals a body as it comes in, in pieces of any size.
struct SealingStream {
    private let cipher: BodyCipher
    private var chunk = 0
    private var rest: [UInt8] = []

    init(_ cipher: BodyCipher) { self.cipher = cipher }

    /// What can be sealed by now; bytes that do not fill a chunk wait, but for those at the end.
    mutating func seal(_ piece: [UInt8], isLast: Bool) throws -> [UInt8] {
        var plain = piece
        if !rest.isEmpty {
            plain = rest + piece
            rest = []
        }
        let whole = isLast ? plain.count : plain.count / BodyCipher.chunkBytes * BodyCipher.chunkBytes
        let sealed = try cipher.seal(plain[..<whole], firstChunk: chunk)
        chunk += whole / BodyCipher.chunkBytes
        if whole < plain.count { rest = Array(plain[whole...]) }
        return sealed
    }
}

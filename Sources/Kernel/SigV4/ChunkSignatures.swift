import Crypto

/// The chain of signatures of a chunked body: each covers the one before it.
struct ChunkSignatures {
    private let key: SigningKey
    private let timestamp: String
    private var previous: String
    private var hash = SHA256()

    init(following seed: PresentedSignature, key: SigningKey) {
        self.key = key
        timestamp = seed.timestamp
        previous = seed.signature
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// Compares at a chunk's end with the signature that stood before it.
    mutating func endChunk(_ presented: String) throws(ChunkedBodyError) {
        let data = HexText.string(hash.finalize())
        hash = SHA256()
        try check(presented, "AWS4-HMAC-SHA256-PAYLOAD", [PayloadDeclaration.emptyHash, data])
    }

    /// The trailers are signed as `name:value` lines in the order they came.
    mutating func endTrailer(
        _ presented: String, _ trailers: [(name: String, value: String)]
    ) throws(ChunkedBodyError) {
        let lines = trailers.map { "\($0.name):\($0.value)\n" }.joined()
        let data = HexText.string(SHA256.hash(data: Array(lines.utf8)))
        try check(presented, "AWS4-HMAC-SHA256-TRAILER", [data])
    }

    private mutating func check(
        _ presented: String, _ algorithm: String, _ hashes: [String]
    ) throws(ChunkedBodyError) {
        let lines = [algorithm, timestamp, key.scope.text, previous] + hashes
        let text = lines.joined(separator: "\n")
        guard key.verifies(presented, of: text) else {
            throw .signatureMismatch(provided: presented, stringToSign: text)
        }
        previous = presented
    }
}

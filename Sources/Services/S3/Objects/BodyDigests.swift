import Checksums
import Crypto
import Storage

/// What is computed over a body as it comes in: MD5 for its ETag, and the checksum that is kept with it.
struct BodyDigests: Sendable {
    private var md5 = Insecure.MD5()
    private var checksum: Checksum?

    init(_ kind: ChecksumKind?) { checksum = kind.map(Checksum.init) }

    mutating func update(_ pieces: [[UInt8]]) {
        for piece in pieces {
            md5.update(data: piece)
            checksum?.update(piece)
        }
    }

    /// What they are at the body's end, once they are what the client said.
    func checked(
        by expectation: BodyExpectation, _ proof: VerifiedBody
    ) throws -> (md5: [UInt8], checksum: StoredChecksum?) {
        let digest = Array(md5.finalize())
        try expectation.check(md5: digest)
        return (digest, try expectation.check(checksum, trailers: proof.trailers))
    }
}

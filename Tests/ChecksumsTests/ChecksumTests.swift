import Checksums
import Testing

@Suite("Checksums")
struct ChecksumTests {
    /// The check values of each algorithm's own definition, over `123456789`.
    @Test(arguments: [
        (ChecksumKind.crc32, "cbf43926"), (.crc32c, "e3069283"), (.crc64nvme, "ae8b14860a799888"),
        (.sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
        (.sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
    ])
    func checkValues(_ kind: ChecksumKind, _ expected: String) {
        var checksum = Checksum(kind)
        checksum.update(Array("12345".utf8))
        checksum.update(Array("6789".utf8))
        #expect(hexadecimal(checksum.digest()) == expected)
        #expect(checksum.digest().count == kind.digestBytes)
    }

    @Test(arguments: [ChecksumKind.crc32, .crc32c, .crc64nvme])
    func anySplitGivesTheSame(_ kind: ChecksumKind) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var whole = Checksum(kind)
        whole.update(bytes)
        for cut in [1, 7, 8, 9, 500, 999] {
            var parts = Checksum(kind)
            parts.update(Array(bytes[..<cut]))
            parts.update(Array(bytes[cut...]))
            #expect(parts.digest() == whole.digest())
        }
    }

    @Test(arguments: [CRC.Kind.crc32, .crc32c, .crc64nvme])
    func piecesCombineToTheWhole(_ kind: CRC.Kind) {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }
        let pieces = [bytes[..<1], bytes[1..<50_000], bytes[50_000..<50_007], bytes[50_007...]].map(Array.init)
        let combined = CRC.combined(kind, pieces.map { (digest(kind, $0), $0.count) })
        #expect(combined == digest(kind, bytes))
    }

    private func digest(_ kind: CRC.Kind, _ bytes: [UInt8]) -> [UInt8] {
        var crc = CRC(kind)
        bytes.withUnsafeBytes { crc.update($0) }
        return crc.digest
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

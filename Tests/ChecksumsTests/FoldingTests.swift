import Checksums
import TestSupport
import Testing

/// Folding by multiplication against the tables, at every length around its blocks and at odd addresses.
@Suite("CRCs by carry-less multiplication")
struct FoldingTests {
    @Test(arguments: [CRC.Kind.crc32, .crc32c, .crc64nvme])
    func foldingIsWhatTheTablesSay(_ kind: CRC.Kind) {
        let bytes = SeededRandomness(seed: 7).bytes(1100)
        bytes.withUnsafeBytes { all in
            for count in [0, 1, 15, 16, 63, 64, 65, 127, 128, 129, 191, 192, 640, 1000, 1024] {
                for start in [0, 1, 7, 13] {
                    let piece = UnsafeRawBufferPointer(rebasing: all[start..<start + count])
                    for value: UInt64 in [0, 0xFFFF_FFFF, 0x1234_5678] {
                        #expect(kind.updated(value, piece) == kind.updatedByTables(value, piece))
                    }
                }
            }
        }
    }
}

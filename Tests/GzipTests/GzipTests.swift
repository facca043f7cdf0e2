import Gzip
import TestSupport
import Testing

@Suite("Gzip")
struct GzipTests {
    @Test(arguments: [0, 1, 100, 65_536, 300_000])
    func whatIsPackedComesBack(_ count: Int) throws {
        let random = SeededRandomness(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8(random.number(below: 7)) }
        let packed = try Gzip.packed(bytes)
        #expect(packed.starts(with: [0x1F, 0x8B]))
        #expect(try Gzip.unpacked(packed, limit: count) == bytes)
        if count > 0 { #expect(try Gzip.unpacked(packed, limit: count - 1) == nil) }
    }

    @Test func piecesMakeOneMember() throws {
        var encoder = try GzipEncoder()
        var packed: [UInt8] = []
        for piece in ["one ", "two ", "three"] { packed += try encoder.pack(Array(piece.utf8)) }
        packed += try encoder.pack([], isLast: true)
        #expect(try Gzip.unpacked(packed, limit: 100) == Array("one two three".utf8))
    }

    @Test func membersFollowOneAnother() throws {
        let packed = try Gzip.packed(Array("one ".utf8)) + Gzip.packed(Array("two".utf8))
        #expect(try Gzip.unpacked(packed, limit: 100) == Array("one two".utf8))
    }

    /// A bomb is stopped at the limit, whatever it would become.
    @Test func muchOfLittleIsStopped() throws {
        let packed = try Gzip.packed([UInt8](repeating: 0, count: 50_000_000))
        #expect(packed.count < 500_000)
        #expect(try Gzip.unpacked(packed, limit: 1 << 20) == nil)
    }

    @Test func whatIsCutOrChangedIsRefused() throws {
        let packed = try Gzip.packed(Array(repeating: UInt8(ascii: "x"), count: 1000))
        for cut in 0..<packed.count where cut > 0 {
            #expect(throws: GzipError.self) { try Gzip.unpacked(Array(packed.prefix(cut)), limit: 10_000) }
        }
        let fuzzing = Fuzzing(seed: 3, marks: "\u{1F}")
        for _ in 0..<2000 * Fuzzing.times { _ = try? Gzip.unpacked(fuzzing.changed(packed), limit: 10_000) }
    }
}

import QRCode
import Testing

@Suite struct QRCodeTests {
    /// Version 1 has 21 modules a side; the finder patterns stand in three corners.
    @Test func aShortTextIsTheSmallestCode() throws {
        let code = try #require(QRCode("hanok"))
        #expect(code.width == 21)
        #expect(code.modules.count == 441)
        let corner = (0..<7).map { code.modules[$0] }
        #expect(corner == [true, true, true, true, true, true, true])
        #expect((14..<21).map { code.modules[$0] } == corner)
        #expect(code.path.hasPrefix("M0 0h1v1h-1zM1 0h1v1h-1z"))
    }

    @Test func whatDoesNotFitIsRefused() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 1001)) == nil)
        #expect(QRCode(String(repeating: "x", count: 1000)) != nil)
    }
}

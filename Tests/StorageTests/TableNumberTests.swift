import FoundationEssentials
import Testing

@Suite("Numbers of tables")
struct TableNumberTests {
    /// Two tables of one number would read each other's records.
    @Test func noNumberIsGivenOutTwice() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Kernel/Storage/TableID+Assigned.swift")
        let text = String(decoding: try Data(contentsOf: source), as: UTF8.self)
        let numbers = text.split(separator: "\n").compactMap { line -> Substring? in
            guard let start = line.firstRange(of: "TableID(0x") else { return nil }
            return line[start.upperBound...].prefix { $0 != ")" }
        }
        #expect(numbers.count > 30)
        #expect(Set(numbers).count == numbers.count)
    }
}

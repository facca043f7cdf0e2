import Storage
import Testing

@Suite("Keys sort as their parts do")
struct KeyTests {
    private let table = TableID(0x7F00)

    @Test(arguments: [("a", "b"), ("a", "aa"), ("", "a"), ("a\u{0}", "a\u{0}b"), ("a", "a\u{0}"), ("가", "나")])
    func textKeepsItsOrder(_ first: String, _ second: String) {
        let low = Key(table: table).text(first).text("z").bytes
        let high = Key(table: table).text(second).text("a").bytes
        #expect(low.lexicographicallyPrecedes(high))
    }

    @Test func numbersKeepTheirOrder() {
        let numbers: [UInt64] = [0, 1, 255, 256, 65_536, 1 << 40, .max]
        let keys = numbers.map { Key(table: table).number($0).bytes }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    }

    @Test func partsComeBack() throws {
        let key = Key(table: table).text("a\u{0}b").number(77).raw([1, 2, 3])
        var reader = KeyReader(key.bytes)
        #expect(try reader.text() == "a\u{0}b")
        #expect(try reader.number() == 77)
        #expect(Array(reader.rest()) == [1, 2, 3])
    }

    @Test func aCutKeyIsCorrupt() {
        var reader = KeyReader([0, 0, 65, 66])
        #expect(throws: StorageError.self) { try reader.text() }
    }

    @Test func prefixesEndWhereTheNextBegins() {
        #expect([1, 2].prefixSuccessor == [1, 3])
        #expect([1, 0xFF].prefixSuccessor == [2])
        #expect([0xFF, 0xFF].prefixSuccessor == KeyLimits.end)
    }
}

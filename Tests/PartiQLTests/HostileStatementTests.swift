import PartiQL
import Testing

@Suite("Statements made to break what reads them")
struct HostileStatementTests {
    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: ["(", "NOT ", "f(", "[", "{'a':", "a = (", "a IN [", "- ", "a = ", "a + ", "a.", "a[0]"])
    func deepNestingIsRefusedWithoutHarm(_ opening: String) {
        for count in [10, 99, 101, 1000, 8000 / opening.utf8.count] {
            for start in ["SELECT * FROM T WHERE ", "UPDATE T SET x = "] {
                _ = sentence(start + repeated(opening, count))
                _ = sentence(start + repeated(opening, count) + "b")
            }
        }
        #expect(sentence("SELECT * FROM T WHERE " + repeated("(", 90) + "a = 1" + repeated(")", 90)) == nil)
        #expect(sentence("SELECT * FROM T WHERE " + repeated("NOT ", 2000) + "a = 1") != nil)
    }
}

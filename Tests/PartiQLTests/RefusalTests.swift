import PartiQL
import Testing

@Suite("Statements that are refused, in AWS's words")
struct RefusalTests {
    @Test(arguments: [
        ("SLECT * FROM T", "Expected data manipulation"),
        ("UPDATE Payment-x SET a = 1 WHERE b = 2", "Expected data manipulation"),
        ("SELECT * FROM T WHERE a = 1 foo", "Unexpected token after expression"),
        ("SELECT * FROM T WHERE a = 1)", "Unexpected token after expression"),
        ("INSERT INTO T VALUE {'a': 1} foo", "Unexpected token after expression"),
        ("INSERT INTO T t VALUE {'a': 1}", "Unexpected token after expression"),
        ("DELETE FROM T WHERE a = 1 ORDER BY a", "Unexpected token after expression"),
        ("SELECT * FROM T ORDER BY a WHERE a = 1", "Unexpected token after expression"),
        ("FROM T SET c = 1 WHERE a = 1", "Unexpected token after expression"),
        ("SELECT * FROM T WHERE", "Unexpected term"),
        ("SELECT * FROM T WHERE;", "Unexpected term"),
        ("SELECT * FROM T WHERE NOT", "Unexpected term"),
        ("SELECT * FROM T WHERE (", "Unexpected term"),
        ("SELECT * FROM", "Unexpected term"),
        ("", "Unexpected term"),
        ("SELECT * FROM T WHERE a = 1 AND", "Missing right-hand side expression of infix operator"),
        ("SELECT * FROM T WHERE a = 1 OR", "Missing right-hand side expression of infix operator"),
        ("SELECT * FROM T WHERE ORDER BY a", "Unexpected keyword"),
        ("SELECT * FROM T WHERE IS NULL", "Unexpected operator"),
        ("SELECT * FROM T WHERE a = LIKE", "Unexpected operator"),
        ("SELECT * FROM T WHERE a IS FOO", "Expected type name"),
        ("DELETE FROM", "Expected identifier for simple path"),
        ("DELETE FROM WHERE a = 1", "Expected identifier for simple path"),
        ("SELECT * FROM T WHERE m.inner = 1", "Invalid path dot component"),
        ("SELECT * FROM T WHERE a = 1 # note", ""),
        ("SELECT * FROM T WHERE a = 1 /* note", ""),
        ("SELECT * FROM \"T", ""),
        ("SELECT * FROM T WHERE a = 'x", ""),
        ("SELECT * FROM T WHERE a = 1e99999999999", ""),
        ("SELECT * FROM T WHERE a = 1e2147483648", ""),
        ("SELECT * FROM T WHERE a = 1.5e-2147483647", ""),
    ])
    func whatIsNotWellFormed(_ text: String, _ detail: String) {
        #expect(sentence(text) == notWellFormed + detail)
    }

    @Test(arguments: [
        ("SELECT * FROM T t WHERE a = 1", "Aliasing is not supported"),
        ("SELECT * FROM T AS t WHERE a = 1", "Aliasing is not supported"),
        ("UPDATE T t SET a = 3 WHERE b = 1", "Aliasing is not supported"),
        ("DELETE FROM T t WHERE a = 1", "Aliasing is not supported"),
        ("SELECT * FROM \"\" WHERE a = 1", "Path component cannot be an empty string"),
        ("SELECT * FROM T.\"\"", "Path component cannot be an empty string"),
        ("SELECT * FROM T.i.x", "A path may contain at most 2 components in the FROM clause"),
        ("INSERT INTO T.i VALUE {'a': 1}", "FROM clause may only contain a single table name"),
        ("SELECT attribute_exists(ss) FROM T", "Unexpected path component at 1:8:16"),
        ("SELECT l[-1] FROM T", "List index is not within the allowable range; index: [-1] at 1:11:1"),
        ("SELECT l[2147483648] FROM T", "List index is not within the allowable range; index: [2147483648] at 1:10:10"),
    ])
    func whatIsNotSupported(_ text: String, _ expected: String) {
        #expect(sentence(text) == expected)
    }

    @Test(arguments: [
        ("'s':<<>>", "Empty bags are not supported"),
        (
            "'s':<<1, 'a'>>",
            "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"
        ),
        (
            "'s':<<'a', 'a'>>",
            "One or more parameter values were invalid: Input collection [a, a] contains duplicates."
        ),
        (
            "'s':<<2, 2.0>>",
            "One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root"
        ),
        (
            "'m':{'x':1e126}",
            "Number overflow. Attempting to store a number with magnitude larger than supported range under root.x"
        ),
        (
            "'l':[1, 1e-131]",
            "Number underflow. Attempting to store a number with magnitude smaller than supported range under root[1]"
        ),
        ("'m':{'k':?}", "Unsupported data type: Parameter under key root.k at 1:31:1"),
        ("'s': set_add(<<'a'>>, <<'b'>>)", "Unsupported data type: set_add under key root at 1:27:7"),
    ])
    func literalsThatNoItemHas(_ member: String, _ expected: String) {
        #expect(sentence("INSERT INTO T VALUE {" + member + "}") == expected)
    }

    @Test func placesCountLinesAndCharacters() {
        #expect(
            sentence("SELECT *\nFROM \"한글\" WHERE \"글\" = 1 AND\n x[9999999999] = 1")
                == "List index is not within the allowable range; index: [9999999999] at 3:4:10")
    }

    @Test func literalsNestThirtyOneLevels() {
        func nested(_ levels: Int) -> String {
            String(repeating: "{'a':", count: levels) + "1" + String(repeating: "}", count: levels)
        }
        #expect(sentence("UPDATE T SET d = \(nested(31)) WHERE a = 1") == nil)
        #expect(
            sentence("UPDATE T SET d = \(nested(32)) WHERE a = 1")
                == "Nesting Levels have exceeded supported limits under root" + String(repeating: ".a", count: 32))
    }
}

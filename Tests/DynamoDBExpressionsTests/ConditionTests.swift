import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Which items conditions hold for")
struct ConditionTests {
    private let document = item(
        ("n", .n(5)), ("s", .s("banana")), ("b", .b(1, 2, 3)), ("t", .t), ("z", .z),
        ("m", .m(("x", .n(1)), ("y", .l(.n(-1), .n(2), .m(("deep", .s("v"))))))), ("l", .l(.n(3), .s("a"), .ss("p"))),
        ("ss", .ss("red", "green")), ("ns", .ns(1, 5, 9)), ("bs", .bs([1], [2, 3])), ("dotted.name", .s("yes")),
        ("hollow", .s("")), ("n2", .n("5.0")), ("wide", .s("é𝄞")))

    private func holds(
        _ text: String, _ values: Values = [:], names: Names = [:], for item: AttributeMap?
    ) throws -> Bool {
        var scope = try placeholders(names, values)
        let condition = try Condition(parsing: text, in: &scope)
        try scope.checkAllUsed()
        return condition.holds(for: item)
    }

    private static let compared: [(String, AttributeValue, Bool)] = [
        ("n = :v", AttributeValue.n(5), true), ("n = :v", .n("5.000"), true), ("n = :v", .s("5"), false),
        ("n <> :v", .s("5"), true), ("n <> :v", .n(5), false), ("n < :v", .n(9), true), ("n < :v", .n(10), true),
        ("n < :v", .n(5), false), ("n <= :v", .n(5), true), ("n > :v", .n("4.99"), true), ("n >= :v", .n(6), false),
        ("n < :v", .s("9"), false), ("n >= :v", .s("0"), false), ("n <= :v", .b(9), false), (":v < n", .n(4), true),
        (":v >= n", .n(4), false), ("s < :v", .s("banana_"), true), ("s > :v", .s("apple"), true),
        ("s > :v", .s("Banana"), true), ("b < :v", .b(1, 2, 0x80), true), ("b > :v", .b(1, 2), true),
        ("t = :v", .t, true), ("t = :v", .f, false), ("z = :v", .z, true), ("ss = :v", .ss("green", "red"), true),
        ("ss <> :v", .ss("red"), true), ("l = :v", .l(.n(3), .s("a"), .ss("p")), true),
        ("m.y[2] = :v", .m(("deep", .s("v"))), true), ("absent = :v", .n(1), false), ("absent <> :v", .n(1), true),
        ("absent < :v", .n(1), false), (":v > absent", .n(1), false), ("l < :v", .n(1), false),
        ("l > :v", .n(1), false), ("wide > :v", .s("z"), true), ("n in (:v)", .n(5), true),
        ("n in (s, :v)", .n(5), true),
        ("n in (:v)", .s("5"), false), ("absent in (:v)", .n(5), false),
        ("l in (:v)", .l(.n(3), .s("a"), .ss("p")), true),
        ("l[0] = :v", .n(3), true), ("l[9] = :v", .n(3), false), ("m[0] = :v", .n(3), false),
        ("l.a = :v", .n(3), false), ("n.a = :v", .n(3), false), ("m.y[0] < :v", .n(0), true),
        ("s between :v and s2", .s("a"), false), ("size(s) = :v", .n(6), true), ("size(b) = :v", .n(3), true),
        ("size(ss) = :v", .n(2), true), ("size(ns) = :v", .n(3), true), ("size(bs) = :v", .n(2), true),
        ("size(l) = :v", .n(3), true), ("size(m) = :v", .n(2), true), ("size(hollow) = :v", .n(0), true),
        ("size(wide) = :v", .n(3), true), ("size(n) = :v", .n(1), false), ("size(n) <> :v", .n(1), true),
        ("size(t) = :v", .n(1), false), ("size(absent) < :v", .n(9), false), ("size(s) = :v", .s("6"), false),
        ("size(:v) = size(s)", .s("orange"), true), ("size(s) between :v and n", .n(6), false),
        ("begins_with(s, :v)", .s("ban"), true), ("begins_with(s, :v)", .s(""), true),
        ("begins_with(s, :v)", .s("nan"), false), ("begins_with(s, :v)", .s("bananas"), false),
        ("begins_with(b, :v)", .b(1, 2), true), ("begins_with(b, :v)", .s("a"), false),
        ("begins_with(n, :v)", .s("5"), false), ("begins_with(absent, :v)", .s("5"), false),
        ("begins_with(:v, s)", .s("banana split"), true), ("contains(s, :v)", .s("nan"), true),
        ("contains(s, :v)", .s("nab"), false), ("contains(s, :v)", .s(""), true), ("contains(s, :v)", .n(1), false),
        ("contains(s, :v)", .s("banana"), true), ("contains(s, :v)", .s("bananas"), false),
        ("contains(b, :v)", .b(2, 3), true), ("contains(b, :v)", .b(3, 2), false),
        ("contains(ss, :v)", .s("red"), true),
        ("contains(ss, :v)", .s("re"), false), ("contains(ns, :v)", .n("5.0"), true),
        ("contains(ns, :v)", .n(2), false),
        ("contains(bs, :v)", .b(2, 3), true), ("contains(l, :v)", .ss("p"), true), ("contains(l, :v)", .n(3), true),
        ("contains(l, :v)", .n(4), false), ("contains(m, :v)", .s("x"), false), ("contains(n, :v)", .n(5), false),
        ("contains(:v, s)", .s("a banana"), true), ("attribute_type(n, :v)", .s("N"), true),
        ("attribute_type(ss, :v)", .s("SS"), true), ("attribute_type(z, :v)", .s("NULL"), true),
        ("attribute_type(absent, :v)", .s("N"), false), ("attribute_type(n, :v)", .s("S"), false),
    ]

    @Test(arguments: ConditionTests.compared)
    func comparisons(_ text: String, _ value: AttributeValue, _ expected: Bool) throws {
        #expect(try holds(text, ["v": value], for: document) == expected)
        #expect(try holds("NOT \(text)", ["v": value], for: document) == !expected)
    }

    private static let attributes: [(String, Bool)] = [
        ("n = n2", true), ("n <> n2", false), ("absent = neither", false), ("absent <> neither", true),
        ("absent < neither", false), ("absent between n and n2", false), ("n between n2 and n2", true),
        ("m.x < m.y[1]", true), ("m.x < m.y[0]", false), ("m.z < m.y[100]", false), ("attribute_exists(z)", true),
        ("attribute_exists(m.y[2].deep)", true), ("attribute_exists(m.y[3])", false),
        ("attribute_not_exists(absent)", true), ("attribute_not_exists(n)", false), ("n in (s, n2)", true),
        ("n = n2 OR n < m.x AND n < m.x", true), ("(n = n2 OR n < m.x) AND n < m.x", false),
        ("NOT n < m.x AND n = n2", true), ("NOT (n < m.x OR n = n2)", false), ("n between m.x and n2 AND n = n2", true),
        ("NOT NOT n = n2", true), ("not n <> n2 and not n < m.x", true), ("size(s) > n", true),
        ("n between l and ss", false),
    ]

    @Test(arguments: ConditionTests.attributes)
    func attributesWithOneAnother(_ text: String, _ expected: Bool) throws {
        #expect(try holds(text, for: document) == expected)
    }

    @Test func namesMayBeAnything() throws {
        let names = ["d": "dotted.name", "m": "m", "y": "y"]
        #expect(try holds("#d = :v AND #m.#y[1] = :w", ["v": .s("yes"), "w": .n(2)], names: names, for: document))
        let odd = item(("name", .m(("#x", .n(1)))))
        #expect(try holds("#a.#b = :v", ["v": .n(1)], names: ["a": "name", "b": "#x"], for: odd))
    }

    /// What looks the same may be written in different bytes.
    @Test func namesAndTextsAreComparedByBytes() throws {
        let composed = item(("caf\u{e9}", .s("\u{e9}")))
        #expect(try holds("attribute_exists(#c)", names: ["c": "caf\u{e9}"], for: composed))
        #expect(try !holds("attribute_exists(#c)", names: ["c": "cafe\u{301}"], for: composed))
        #expect(try !holds("#c = :v", ["v": .s("e\u{301}")], names: ["c": "caf\u{e9}"], for: composed))
        #expect(try !holds("contains(#c, :v)", ["v": .s("e")], names: ["c": "caf\u{e9}"], for: composed))
        // U+1F600 is after U+FFFD by its bytes, before it by its UTF-16.
        #expect(try holds("a > :v", ["v": .s("\u{FFFD}")], for: item(("a", .s("\u{1F600}")))))
    }

    @Test func anItemThatIsNotThereHasNoAttributes() throws {
        #expect(try holds("attribute_not_exists(pk)", for: nil))
        #expect(try !holds("attribute_exists(pk)", for: nil))
        #expect(try holds("pk <> :v", ["v": .n(1)], for: nil))
        #expect(try !holds("pk = :v OR pk < :v", ["v": .n(1)], for: nil))
    }

    @Test func longNeedlesAreFound() throws {
        let needle = "abcabcabcabcabcabcabd"
        for (hay, expected) in [
            ("abcabcabcabcabcabcabcabd", true), ("abcabcabcabcabcabcabcab", false), (needle, true),
            (needle + "x", true),
            ("x" + needle, true), (String(needle.dropLast()), false),
        ] {
            #expect(try holds("contains(a, :v)", ["v": .s(needle)], for: item(("a", .s(hay)))) == expected)
            #expect(
                try holds(
                    "contains(a, :v)", ["v": .binary(Array(needle.utf8))], for: item(("a", .binary(Array(hay.utf8)))))
                    == expected)
        }
    }

    @Test func pathsAreToldForTheTablesRules() throws {
        var scope = try placeholders(["a": "a"], ["v": .n(1)])
        let condition = try Condition(
            parsing: "attribute_exists(#a.b) AND size(c) > :v AND d IN (e, f[0])", as: .filter, in: &scope)
        #expect(condition.paths.map(\.description) == ["[a, b]", "[c]", "[d]", "[e]", "[f, [0]]"])
        let scalars = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
        #expect(throws: ExpressionError(scalars + "Key: a")) {
            try KeyPathRules.checkNested(condition.paths, keys: ["x", "a"], indexKeys: ["f"])
        }
        #expect(throws: ExpressionError(scalars + "IndexKey: f")) {
            try KeyPathRules.checkNested(condition.paths, keys: ["x", "c"], indexKeys: ["f"])
        }
        try KeyPathRules.checkNested(condition.paths, keys: ["x", "c"], indexKeys: ["d"])
        #expect(
            throws: ExpressionError(
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: e")
        ) { try KeyPathRules.checkFilter(condition.paths, keys: ["x", "e"]) }
    }
}

import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("What projections take of an item")
struct ProjectionTests {
    private let document = item(
        ("a", .m(("b", .l(.n(2), .n(4), .m(("x", .s("hi")), ("y", .s("yo"))))), ("c", .n(5)))), ("b", .s("hello")),
        ("a.b", .s("dotted")), ("l", .l(.s("l0"), .s("l1"), .s("l2"))))

    private func projected(_ text: String, _ names: Names = [:]) throws -> AttributeMap {
        var scope = try placeholders(names)
        let projection = try Projection(parsing: text, in: &scope)
        try scope.checkAllUsed()
        return projection.applied(to: document)
    }

    private static let taken: [(String, AttributeMap)] = [
        ("b", item(("b", .s("hello")))), ("a.c,b", item(("a", .m(("c", .n(5)))), ("b", .s("hello")))),
        (" b ,  a.b[0] ", item(("a", .m(("b", .l(.n(2))))), ("b", .s("hello")))),
        ("a.b[2]", item(("a", .m(("b", .l(.m(("x", .s("hi")), ("y", .s("yo"))))))))),
        ("a.b[2].y", item(("a", .m(("b", .l(.m(("y", .s("yo"))))))))),
        ("a.b[0],a.b[1]", item(("a", .m(("b", .l(.n(2), .n(4))))))),
        ("a.b[1],a.b[2].x,a.b[0]", item(("a", .m(("b", .l(.n(2), .n(4), .m(("x", .s("hi"))))))))),
        ("l[2],l[0]", item(("l", .l(.s("l0"), .s("l2"))))),
        ("a.b[0],a.c", item(("a", .m(("b", .l(.n(2))), ("c", .n(5)))))),
        ("a.x, a.b[0], x, a.b[3].x", item(("a", .m(("b", .l(.n(2))))))), ("x", item()), ("a.b[3]", item()),
        ("a.x.y", item()),
        ("a.b.x", item()), ("a[0]", item()), ("a.b[0].x", item()), ("a.b[0][0]", item()), ("b[0]", item()),
        ("l[99]", item()),
    ]

    @Test func nestedPartsStayNested() throws {
        for (text, expected) in Self.taken { #expect(try projected(text) == expected, "\(text)") }
    }

    @Test func aPlaceholderIsOneStep() throws {
        #expect(try projected("#n", ["n": "a.b"]) == item(("a.b", .s("dotted"))))
        #expect(try projected("#n.#c", ["n": "a", "c": "c"]) == item(("a", .m(("c", .n(5))))))
    }

    @Test func nothingIsTakenOfNothing() throws {
        var scope = try placeholders()
        let projection = try Projection(parsing: "a, b.c", in: &scope)
        #expect(projection.applied(to: item()).isEmpty)
        #expect(projection.paths.map(\.description) == ["[a]", "[b, c]"])
    }

    @Test(arguments: [
        ("a, a", "[a]", "[a]"), ("a.b, a.b", "[a, b]", "[a, b]"), ("a[1], a[1]", "[a, [1]]", "[a, [1]]"),
        ("a, a.b", "[a]", "[a, b]"), ("a.b, a", "[a, b]", "[a]"), ("a.b, a.b[2]", "[a, b]", "[a, b, [2]]"),
        ("a, a.b[2].c", "[a]", "[a, b, [2], c]"), ("a.b.d.e, a.b", "[a, b, d, e]", "[a, b]"),
        ("b[1], b.a, #a.b, a", "[a, b]", "[a]"), ("a, #a[1]", "[a]", "[a, [1]]"), ("b, #a, c, a", "[a]", "[a]"),
    ])
    func overlappingPathsAreRefused(_ text: String, _ one: String, _ other: String) {
        #expect(
            sentence(text, as: .projection, names: ["a": "a"])
                == "Invalid ProjectionExpression: Two document paths overlap with each other; "
                + "must remove or rewrite one of these paths; path one: \(one), path two: \(other)")
    }

    @Test(arguments: [
        ("a.b, #a[1], #b", "[a, b]", "[a, [1]]"), ("a.b[1], #a[1], #b", "[a, b, [1]]", "[a, [1]]"),
        ("a[3].b, #a.#b.b", "[a, [3], b]", "[a, [3], b]"), ("a[1], a.b", "[a, [1]]", "[a, b]"),
        ("a.b.c, a.b[1]", "[a, b, c]", "[a, b, [1]]"),
    ])
    func conflictingPathsAreRefused(_ text: String, _ one: String, _ other: String) {
        #expect(
            sentence(text, as: .projection, names: ["a": "a", "b": "[3]"])
                == "Invalid ProjectionExpression: Two document paths conflict with each other; "
                + "must remove or rewrite one of these paths; path one: \(one), path two: \(other)")
    }

    @Test(arguments: ["a, b", "a.b, a.c", "a.b.d, a.b.e", "a[1], a[2]", "a.b, a.c[2]", "a[0].b, a[0].c, a[1]"])
    func otherPathsAreTaken(_ text: String) { #expect(sentence(text, as: .projection) == nil) }

    @Test func attributesToGetAreTakenByTheirNames() throws {
        let projection = try Projection(attributesToGet: ["a.b", "b", "missing"])
        #expect(projection.applied(to: document) == item(("a.b", .s("dotted")), ("b", .s("hello"))))
        #expect(
            throws: ExpressionError(
                "One or more parameter values were invalid: Duplicate value in attribute name: a")
        ) { _ = try Projection(attributesToGet: ["b", "a", "c", "a"]) }
    }
}

import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Key conditions")
struct KeyConditionTests {
    private let hashOnly = KeySchema(partition: [.init("p", .string)])
    private let both = KeySchema(partition: [.init("p", .string)], sort: [.init("c", .number)])
    private let text = KeySchema(partition: [.init("p", .string)], sort: [.init("c", .string)])
    private let many = KeySchema(
        partition: [.init("h1", .string), .init("h2", .number)],
        sort: [.init("r1", .string), .init("r2", .number), .init("r3", .binary)])

    private let values: Values = [
        "p": .s("x"), "c": .n(3), "d": .n(7), "s": .s("00"), "n": .n(1), "h1": .s("a"), "h2": .n(2), "r1": .s("r"),
        "r2": .n(5),
        "r3": .b(1), "e": .s(""),
    ]

    private func range(_ expression: String, _ schema: KeySchema, names: Names = [:]) throws -> KeyRange {
        var scope = try placeholders(names, values)
        return try KeyCondition(parsing: expression, in: &scope).range(of: schema)
    }

    private func refused(_ expression: String, _ schema: KeySchema) -> String? {
        do {
            _ = try range(expression, schema)
            return nil
        } catch let error as ExpressionError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    private static let tests: [(String, KeyTest?)] = [
        ("p=:p", nil), ("p=:p AND c<:c", .less(.n(3))), ("p=:p AND c<=:c", .lessOrEqual(.n(3))),
        ("p=:p AND c>:c", .greater(.n(3))), ("c>=:c AND p=:p", .greaterOrEqual(.n(3))),
        (":p=p AND :c<c", .greater(.n(3))),
        (":c>=c and :p=p", .lessOrEqual(.n(3))), ("p=:p AnD c BeTwEeN :c aNd :d", .between(.n(3), .n(7))),
        ("(p=:p AND c<:c)", .less(.n(3))), ("((c<:c) AND (p=:p))", .less(.n(3))),
        ("(p)=(:p) AND (c)>(:c)", .greater(.n(3))),
    ]

    @Test(arguments: KeyConditionTests.tests)
    func sortKeysAreTested(_ expression: String, _ test: KeyTest?) throws {
        let range = try range(expression, both)
        #expect(range.partition == [.s("x")])
        #expect(range.sortPrefix.isEmpty)
        #expect(range.sortTest == test)
    }

    @Test func equalityIsAPrefix() throws {
        let range = try range("#a=:p AND #b=:c", both, names: ["a": "p", "b": "c"])
        #expect(range.sortPrefix == [.n(3)])
        #expect(range.sortTest == nil)
        #expect(try self.range("p = :p and begins_with(c, :s)", text).sortTest == .beginsWith(.s("00")))
    }

    @Test func keysOfManyAttributesAreTakenFromTheLeft() throws {
        let whole = try range("r2 > :r2 AND h2 = :h2 AND r1 = :r1 AND h1 = :h1", many)
        #expect(whole.partition == [.s("a"), .n(2)])
        #expect(whole.sortPrefix == [.s("r")])
        #expect(whole.sortTest == .greater(.n(5)))
        #expect(whole.contains(sort: [.s("r"), .n(6), .b(9)]))
        #expect(!whole.contains(sort: [.s("r"), .n(5), .b(9)]))
        #expect(!whole.contains(sort: [.s("q"), .n(6), .b(9)]))
        #expect(try range("h1 = :h1 AND h2 = :h2", many).sortPrefix.isEmpty)
        #expect(
            try range("h1=:h1 AND h2=:h2 AND r1=:r1 AND r2=:r2 AND r3=:r3", many).sortPrefix == [.s("r"), .n(5), .b(1)])
        #expect(refused("h1 = :h1", many) == "Query condition missed key schema element: h2")
        #expect(refused("h1 = :h1 AND h2 > :h2", many) == "Query key condition not supported")
        #expect(refused("h1=:h1 AND h2=:h2 AND r2=:r2", many) == "Query condition missed key schema element: r1")
        #expect(
            refused("h1=:h1 AND h2=:h2 AND r1=:r1 AND r3=:r3", many) == "Query condition missed key schema element: r2")
        #expect(refused("h1=:h1 AND h2=:h2 AND r1>:r1 AND r2=:r2", many) == "Query key condition not supported")
        #expect(refused("h1=:h1 AND h2=:h2 AND r1>:r1 AND r2>:r2", many) == "Query key condition not supported")
    }

    @Test func schemasAreMet() {
        #expect(refused("c=:c", both) == "Query condition missed key schema element: p")
        #expect(refused("z=:p", both) == "Query condition missed key schema element: p")
        #expect(refused("p=:p AND z=:c", both) == "Query condition missed key schema element: c")
        #expect(refused("p=:p AND z=:c", hashOnly) == "Query key condition not supported")
        #expect(refused("p>:p", both) == "Query key condition not supported")
        #expect(refused("begins_with(p, :p)", both) == "Query key condition not supported")
        #expect(refused("p=:p AND c=:c AND z=:c", both) == "Conditions can be of length 1 or 2 only")
        #expect(
            refused("p=:n", both)
                == "One or more parameter values were invalid: Condition parameter type does not match schema type")
        #expect(
            refused("p=:p AND begins_with(c, :s)", both)
                == "One or more parameter values were invalid: Condition parameter type does not match schema type")
        #expect(
            refused("p=:e", both)
                == "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                + "an empty string value. Key: p")
    }

    @Test(arguments: [
        ("a > b and size(b) > c or a > c", "OR"), ("a in (b, size(c), d)", "IN"),
        ("attribute_exists(a)", "attribute_exists"),
        ("attribute_not_exists(a)", "attribute_not_exists"), ("contains(a.d, b)", "contains"), ("not a > b", "NOT"),
        ("a <> b", "<>"), ("attribute_type(a, :s)", "attribute_type"), ("NOT NOT a = :p", "NOT"),
        ("p=:p AND (NOT c=:c)", "NOT"),
    ])
    func operatorsOfOtherConditionsAreRefused(_ expression: String, _ name: String) {
        #expect(
            sentence(expression, as: .keyCondition, values: ["s": .s("S"), "p": .n(1), "c": .n(1)])
                == "Invalid operator used in KeyConditionExpression: \(name)")
    }

    private static let refusals: [(String, String)] = {
        let invalid = "Invalid condition in KeyConditionExpression: "
        let notFirst = " operator must have the key attribute as its first operand"
        let several = invalid + "Multiple attribute names used in one condition"
        let nestedOperations = "KeyConditionExpressions cannot contain nested operations"
        let nestedAttributes = "KeyConditionExpressions cannot have conditions on nested attributes"
        let twice = "KeyConditionExpressions must only contain one condition per key"
        let function = "Invalid KeyConditionExpression: "
        return [
            (":a between size(b) and size(a) and b > :b", invalid + "BETWEEN" + notFirst),
            ("begins_with(:a, b) and a > :b", invalid + "begins_with" + notFirst),
            ("size(b) > a AND a.b > b AND b > c", nestedOperations), ("a > size(b.d)", nestedOperations),
            ("a between size(b) and size(a)", nestedOperations), ("b > a.b", several),
            ("b between c[1] and d", several), ("a between b and size(a)", several), ("begins_with(a, b)", several),
            ("b.d > a AND c.d > e.f", nestedAttributes), ("a.d > c", nestedAttributes), ("b[0] > a", nestedAttributes),
            (":b > :a AND a < :b", invalid + "No key attribute specified"),
            (":a > b AND :a < :b", invalid + "No key attribute specified"),
            ("b > :a AND b < :a and c = :a and d = :a", twice),
            ("(a > :a and b > :a) and (b > :a and c > :a)", twice),
            (
                "size(a)",
                function + "The function is not allowed to be used this way in an expression; function: size"
            ),
            (
                "begins_with(a, :n)",
                function + "Incorrect operand type for operator or function; "
                    + "operator or function: begins_with, operand type: N"
            ),
        ]
    }()

    @Test(arguments: KeyConditionTests.refusals)
    func keysAreAskedOneByOne(_ expression: String, _ expected: String) {
        #expect(
            sentence(expression, as: .keyCondition, values: ["a": .s("1"), "b": .s("1"), "n": .n(1)]) == expected)
    }

    @Test func boundsAreChecked() {
        #expect(
            sentence("a between :b and :a", as: .keyCondition, values: ["a": .s("a"), "b": .n(1)])
                == "Invalid KeyConditionExpression: The BETWEEN operator requires same data type for lower and upper "
                + "bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}")
    }

    @Test func rangesContainKeys() throws {
        let range = try range("p=:p AND c BETWEEN :c AND :d", both)
        for (value, expected) in [(2, false), (3, true), (7, true), (8, false)] {
            #expect(range.contains(sort: [.n(value)]) == expected)
        }
        #expect(try self.range("p=:p", hashOnly).contains(sort: []))
        #expect(try !self.range("p=:p and begins_with(c, :s)", text).contains(sort: [.s("01")]))
        #expect(try self.range("p=:p and begins_with(c, :s)", text).contains(sort: [.s("001")]))
    }
}

import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("What conditions are refused for")
struct ConditionSentenceTests {
    private func filter(_ text: String, _ names: Names = [:], _ values: Values = [:]) -> String? {
        let prefix = "Invalid FilterExpression: "
        guard let refused = sentence(text, as: .filter, names: names, values: values) else { return nil }
        #expect(refused.hasPrefix(prefix))
        return String(refused.dropFirst(prefix.count))
    }

    @Test(arguments: [
        ("a=a and whatever((:things)) > a", "whatever"), ("attRIbute_exIsts((views), #a)", "attRIbute_exIsts"),
        ("dog(a) = :arg", "dog"), ("BEGINS_WITH(c,:c)", "BEGINS_WITH"),
    ])
    func functionsHaveToExist(_ text: String, _ name: String) {
        #expect(filter(text) == "Invalid function name; function: \(name)")
    }

    @Test(arguments: [
        ("a=a and attribute_exists((views), (#a)) > b", "attribute_exists"),
        ("attribute_not_exists(things) > b", "attribute_not_exists"),
        ("attribute_type(things, :a) > b", "attribute_type"), ("begins_with(things, a) > b", "begins_with"),
        ("contains(:things, c) > b", "contains"), ("size(contains(a, b)) > a", "contains"), ("size(things)", "size"),
        ("a between b and attribute_exists(things)", "attribute_exists"),
        ("a in (b, attribute_exists(things))", "attribute_exists"), ("NOT size(things)", "size"),
        ("a = b AND (size(things))", "size"), ("attribute_exists(contains(a, b))", "contains"),
    ])
    func functionsHaveTheirPlaces(_ text: String, _ name: String) {
        #expect(
            filter(text) == "The function is not allowed to be used this way in an expression; function: \(name)")
    }

    @Test(arguments: ["if_not_exists", "list_append"])
    func functionsOfUpdatesAreRefused(_ name: String) {
        #expect(
            filter("\(name)(a, b) = :arg")
                == "The function is not allowed in a condition expression; function: \(name)")
    }

    @Test(arguments: [
        ("attribute_exists(things, a) and a=a", "attribute_exists", 2),
        ("attribute_not_exists(things, b)", "attribute_not_exists", 2), ("attribute_type(things)", "attribute_type", 1),
        ("begins_with(things)", "begins_with", 1), ("begins_with(things, size(a), b)", "begins_with", 3),
        ("contains(things)", "contains", 1), ("size(things, a) > b", "size", 2),
        ("begins_with(size(a, b), c)", "size", 2),
    ])
    func functionsHaveTheirOperands(_ text: String, _ name: String, _ count: Int) {
        #expect(
            filter(text)
                == "Incorrect number of operands for operator or function; operator or function: \(name), "
                + "number of operands: \(count)")
    }

    private static let wrongTypes: [(String, String, AttributeValue)] = {
        let all: [AttributeValue] = [.n(1), .t, .z, .l(), .m(), .ss("1"), .ns(1), .bs([1])]
        let ofAll = all.flatMap { (value: AttributeValue) -> [(String, String, AttributeValue)] in
            [
                ("begins_with(a, :a)", "begins_with", value), ("begins_with(:a, a)", "begins_with", value),
                ("attribute_type(a, :a)", "attribute_type", value),
            ]
        }
        let others: [(String, String, AttributeValue)] = [
            ("attribute_type(a, :a)", "attribute_type", .b(1)),
            ("attribute_type(a, size(a)) and a=a and a=:a", "attribute_type", .n(1)),
            ("begins_with(a, size(a)) and a=:a", "begins_with", .n(1)), ("size(size(a)) > :a", "size", .n(1)),
            ("attribute_not_exists(size(:a))", "size", .n(1)), ("size(:a) > a", "size", .t),
            ("size(:a) > a", "size", .z), ("a < :a", "<", .l(.n(1))), (":a <= a", "<=", .m()), ("a > :a", ">", .t),
            ("a >= :a", ">=", .z), ("a between :a and b", "BETWEEN", .ss("x")), (":a between b and c", "BETWEEN", .t),
            ("c = d or not a < :a", "<", .ns(1)),
        ]
        return ofAll + others
    }()

    @Test func operandsHaveTheirTypes() {
        for (text, name, value) in Self.wrongTypes {
            #expect(
                filter(text, [:], ["a": value])
                    == "Incorrect operand type for operator or function; operator or function: \(name), "
                    + "operand type: \(value.kind.rawValue)")
        }
    }

    @Test func operandsOfManyTypesAreTaken() {
        let all: [AttributeValue] = [.s("x"), .b(1), .n(1), .t, .z, .l(), .m(), .ss("1"), .ns(1), .bs([1])]
        for value in all {
            for text in ["a = :a", "a <> :a", "a in (:a)", "contains(a, :a)", "size(a) = :a"] {
                #expect(filter(text, [:], ["a": value]) == nil)
            }
        }
        #expect(filter("attribute_type(:v, :t)", [:], ["v": .n(1), "t": .s("N")]) == nil)
        #expect(filter(":a > :a", [:], ["a": .n(1)]) == nil)
    }

    @Test func typesHaveToBeKnown() {
        #expect(
            filter("attribute_type(a, b)")
                == "Incorrect operand type for operator or function; operator or function: attribute_type, "
                + "operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}")
        #expect(
            filter("attribute_type(a, :a)", [:], ["a": .s("DOG")])
                == "Invalid attribute type name found; type: DOG, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}")
        for type in AttributeValue.Kind.allCases {
            #expect(filter("attribute_type(a, :a)", [:], ["a": .s(type.rawValue)]) == nil)
        }
    }

    @Test func existenceIsAskedOfPaths() {
        for name in ["attribute_exists", "attribute_not_exists"] {
            for text in ["\(name)(:a) and a=b", "\(name)(size(:a))"] {
                #expect(
                    filter(text, [:], ["a": .s("1")])
                        == "Operator or function requires a document path; operator or function: \(name)")
            }
        }
    }

    @Test(arguments: [
        ("a = a AND #a = b AND :views > a", "=", "[a]"), ("#a <> a", "<>", "[a]"), ("a > #a", ">", "[a]"),
        ("((a=a) OR (a=a))", "=", "[a]"), ("((a=a) AND (a=a))", "=", "[a]"),
        ("contains(ab.bc[1].a, ab.bc[1].#a)", "contains", "[ab, bc, [1], a]"),
        ("attribute_type(ab.bc[1].#a, ab.bc[1].a)", "attribute_type", "[ab, bc, [1], a]"),
        ("begins_with(ab.bc[1].a, ab.bc[1].#a)", "begins_with", "[ab, bc, [1], a]"),
        ("a IN (b, a)", "IN", "[a]"), ("a BETWEEN b AND a", "BETWEEN", "[a]"),
    ])
    func operandsHaveToDiffer(_ text: String, _ name: String, _ path: String) {
        #expect(
            filter(text, ["a": "a"])
                == "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: \(name), first operand: \(path)")
    }

    private static let bounds: [(AttributeValue, AttributeValue, String, String, String)] = [
        (AttributeValue.n(1), AttributeValue.s("a"), "same data type for lower and upper bounds", "{N:1}", "{S:a}"),
        (.s("b"), .s("a"), "upper bound to be greater than or equal to lower bound", "{S:b}", "{S:a}"),
        (.n("10"), .n("9.50"), "upper bound to be greater than or equal to lower bound", "{N:10}", "{N:9.5}"),
        (
            .b(2), .b(1, 9), "upper bound to be greater than or equal to lower bound",
            "{B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}", "{B:java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]}"
        ),
    ]

    @Test(arguments: ConditionSentenceTests.bounds)
    func boundsHaveToBeInOrder(
        _ low: AttributeValue, _ high: AttributeValue, _ rule: String, _ shownLow: String, _ shownHigh: String
    ) {
        #expect(
            filter("a between :b and :a", [:], ["a": high, "b": low])
                == "The BETWEEN operator requires \(rule); lower bound operand: AttributeValue: \(shownLow), "
                + "upper bound operand: AttributeValue: \(shownHigh)")
        #expect(filter("a between :b and :b", [:], ["b": low]) == nil)
        #expect(filter("a between :b and c", [:], ["b": low]) == nil)
    }

    /// What is said first of an expression with several faults.
    @Test func whatIsSaidFirst() {
        #expect(filter("a = :x AND name = :y AND foo(")?.hasPrefix("Syntax error") == true)
        #expect(filter("a = :x AND name = :y AND size(b)")?.hasPrefix("Attribute name is a reserved") == true)
        #expect(filter("a = :x AND size(b)")?.hasPrefix("The function is not allowed") == true)
        #expect(filter("begins_with(a) AND b = :x")?.hasPrefix("Incorrect number") == true)
        #expect(filter("b = :x AND begins_with(a)")?.hasPrefix("An expression attribute value") == true)
        #expect(filter("a = a AND b = :x")?.hasPrefix("The first operand") == true)
    }
}

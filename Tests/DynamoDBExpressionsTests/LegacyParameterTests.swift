import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Parameters that expressions replaced")
struct LegacyParameterTests {
    private let document = item(
        ("n", .n(2)), ("s", .s("hello")), ("b", .b(1, 2)), ("ns", .ns(2, 4, 7)), ("l", .l(.n(2), .n(4))), ("t", .t))

    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as ExpressionError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    private static let filters: [(String, LegacyCondition, Bool)] = [
        ("n", LegacyCondition(.equal, [.n(2)]), true), ("n", LegacyCondition(.equal, [.s("2")]), false),
        ("t", LegacyCondition(.equal, [.t]), true), ("l", LegacyCondition(.equal, [.l(.n(2), .n(4))]), true),
        ("n", LegacyCondition(.notEqual, [.n(3)]), true), ("q", LegacyCondition(.notEqual, [.n(3)]), true),
        ("n", LegacyCondition(.less, [.n(3)]), true), ("n", LegacyCondition(.lessOrEqual, [.n(2)]), true),
        ("n", LegacyCondition(.greater, [.n(2)]), false), ("n", LegacyCondition(.greaterOrEqual, [.n(2)]), true),
        ("q", LegacyCondition(.null), true), ("n", LegacyCondition(.null), false),
        ("q", LegacyCondition(.notNull), false),
        ("n", LegacyCondition(.notNull), true), ("s", LegacyCondition(.contains, [.s("ell")]), true),
        ("ns", LegacyCondition(.contains, [.n(4)]), true), ("l", LegacyCondition(.contains, [.n(4)]), true),
        ("b", LegacyCondition(.contains, [.b(2)]), true), ("s", LegacyCondition(.contains, [.n(1)]), false),
        ("q", LegacyCondition(.contains, [.n(1)]), false), ("s", LegacyCondition(.notContains, [.s("dog")]), true),
        ("s", LegacyCondition(.notContains, [.n(1)]), true), ("s", LegacyCondition(.notContains, [.s("ell")]), false),
        ("q", LegacyCondition(.notContains, [.n(1)]), false), ("s", LegacyCondition(.beginsWith, [.s("hell")]), true),
        ("n", LegacyCondition(.beginsWith, [.s("hell")]), false), ("n", LegacyCondition(.oneOf, [.n(1), .n(2)]), true),
        ("ns", LegacyCondition(.oneOf, [.n(2)]), false), ("n", LegacyCondition(.between, [.n(1), .n(2)]), true),
        ("q", LegacyCondition(.between, [.n(1), .n(2)]), false),
        ("n", LegacyCondition(.between, [.s("a"), .s("b")]), false),
    ]

    @Test(arguments: LegacyParameterTests.filters)
    func filtersHoldAsExpressionsDo(_ name: String, _ condition: LegacyCondition, _ expected: Bool) throws {
        let filter = try Condition(legacyFilter: [(name, condition)])
        #expect(filter?.holds(for: document) == expected)
    }

    @Test func argumentsAreCounted() {
        for comparison in LegacyCondition.Operator.allCases {
            let counts: Set<Int> =
                switch comparison {
                case .null, .notNull: [0]
                case .between: [2]
                case .oneOf: [1, 2, 3]
                default: [1]
                }
            for count in 0...3 {
                let condition = LegacyCondition(comparison, (0..<count).map { .s("\($0)") })
                let expected =
                    counts.contains(count)
                    ? nil
                    : "One or more parameter values were invalid: Invalid number of argument(s) for the "
                        + "\(comparison.rawValue) ComparisonOperator"
                #expect(message { _ = try Condition(legacyFilter: [("a", condition)]) } == expected)
                #expect(message { _ = try KeyCondition(legacy: [("a", condition)]) } == expected)
            }
        }
    }

    @Test func argumentsHaveTheirTypes() {
        let odd: [AttributeValue] = [.t, .z, .ss("a"), .ns(1), .bs([1]), .m(), .l()]
        for comparison in [LegacyCondition.Operator.less, .lessOrEqual, .greater, .greaterOrEqual, .oneOf] {
            for value in odd { expectWrongType(comparison, [value]) }
        }
        for comparison in [LegacyCondition.Operator.contains, .notContains] {
            for value in odd.dropFirst(2) { expectWrongType(comparison, [value]) }
        }
        for value in odd {
            expectWrongType(.between, [value, value])
            expectWrongType(.beginsWith, [value])
        }
        expectWrongType(.beginsWith, [.n(1)])
        #expect(
            message { _ = try Condition(legacyFilter: [("a", LegacyCondition(.oneOf, [.s("b"), .n(1)]))]) }
                == "One or more parameter values were invalid: "
                + "AttributeValues inside AttributeValueList must be of same type")
        #expect(
            message { _ = try KeyCondition(legacy: [("a", LegacyCondition(.between, [.s("b"), .s("a")]))]) }
                == "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
    }

    private func expectWrongType(_ comparison: LegacyCondition.Operator, _ values: [AttributeValue]) {
        #expect(
            message { _ = try Condition(legacyFilter: [("a", LegacyCondition(comparison, values))]) }
                == "One or more parameter values were invalid: ComparisonOperator \(comparison.rawValue) is not valid "
                + "for \(values[0].kind.rawValue) AttributeValue type")
    }

    private static let expectations: [(ExpectedValue, String)] = [
        (ExpectedValue(), "Value must be provided when Exists is null for Attribute: a"),
        (ExpectedValue(exists: true), "Value must be provided when Exists is true for Attribute: a"),
        (ExpectedValue(value: .s("a"), exists: false), "Value cannot be used when Exists is false for Attribute: a"),
        (
            ExpectedValue(comparison: .less),
            "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a"
        ),
        (
            ExpectedValue(comparison: .less, exists: true),
            "Exists and ComparisonOperator cannot be used together for Attribute: a"
        ),
        (
            ExpectedValue(comparison: .less, values: [.s("a")], value: .s("a")),
            "Value and AttributeValueList cannot be used together for Attribute: a"
        ),
        (
            ExpectedValue(values: [.s("a")]),
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"
        ),
        (
            ExpectedValue(values: [.s("a")], exists: true),
            "AttributeValueList can only be used with a ComparisonOperator for Attribute: a"
        ),
        (ExpectedValue(comparison: .equal, values: []), "Invalid number of argument(s) for the EQ ComparisonOperator"),
        (
            ExpectedValue(comparison: .null, values: [.s("a")]),
            "Invalid number of argument(s) for the NULL ComparisonOperator"
        ),
        (
            ExpectedValue(comparison: .null, value: .s("a")),
            "Invalid number of argument(s) for the NULL ComparisonOperator"
        ),
        (
            ExpectedValue(comparison: .between, value: .s("a")),
            "Invalid number of argument(s) for the BETWEEN ComparisonOperator"
        ),
    ]

    @Test(arguments: LegacyParameterTests.expectations)
    func expectationsHaveTheirForms(_ value: ExpectedValue, _ sentence: String) {
        #expect(
            message { _ = try Condition(expected: [("a", value)]) }
                == "One or more parameter values were invalid: \(sentence)")
    }

    @Test func expectationsAreJoined() throws {
        let yes = ExpectedValue(value: .n(2))
        let no = ExpectedValue(comparison: .equal, values: [.n(9)])
        let absent = ExpectedValue(exists: false)
        func holds(
            _ members: [(name: String, value: ExpectedValue)], _ joined: DynamoDBExpressions.ConditionalOperator? = nil
        ) throws
            -> Bool?
        {
            try Condition(expected: members, joinedBy: joined)?.holds(for: document)
        }
        #expect(try holds([("n", yes), ("q", absent)]) == true)
        #expect(try holds([("n", yes), ("q", absent)], .and) == true)
        #expect(try holds([("n", yes), ("n", no)]) == false)
        #expect(try holds([("n", no), ("n", yes)], .or) == true)
        #expect(try holds([("n", no), ("n", absent)], .or) == false)
        #expect(try holds([("n", ExpectedValue(value: .n(2), exists: true))]) == true)
        #expect(try holds([]) == nil)
        #expect(
            message { _ = try holds([], .or) }
                == "ConditionalOperator cannot be used without Filter or Expected")
        #expect(
            message { _ = try holds([("n", yes)], .and) }
                == "ConditionalOperator can only be used when Filter or Expected has two or more elements")
    }

    @Test func namesAreNoPaths() throws {
        let odd = item(("a.b", .n(1)), ("c[0]", .n(2)))
        #expect(try Condition(legacyFilter: [("a.b", LegacyCondition(.equal, [.n(1)]))])?.holds(for: odd) == true)
        let update = try UpdateExpression(legacy: [("c[0]", AttributeUpdate(.put, .n(3)))])
        #expect(try update.applied(to: odd, key: item()).item == item(("a.b", .n(1)), ("c[0]", .n(3))))
    }

    @Test func keyConditionsFindTheirRange() throws {
        let schema = KeySchema(partition: [.init("p", .string)], sort: [.init("c", .number)])
        let equal = (name: "p", condition: LegacyCondition(.equal, [.s("x")]))
        let range = try KeyCondition(legacy: [("c", LegacyCondition(.between, [.n(1), .n(2)])), equal]).range(
            of: schema)
        #expect(range.partition == [.s("x")])
        #expect(range.sortTest == .between(.n(1), .n(2)))
        func refused(_ conditions: [(name: String, condition: LegacyCondition)]) -> String? {
            message { _ = try KeyCondition(legacy: conditions).range(of: schema) }
        }
        #expect(refused([]) == "Conditions can be of length 1 or 2 only")
        #expect(refused([("z", LegacyCondition(.null))]) == "Query condition missed key schema element: p")
        #expect(
            refused([equal, ("c", LegacyCondition(.notEqual, [.n(1)]))])
                == "Attempted conditional constraint is not an indexable operation")
        #expect(refused([("p", LegacyCondition(.less, [.s("x")]))]) == "Query key condition not supported")
    }

    private static let updates: [(AttributeUpdate, String)] = [
        (AttributeUpdate(), "Only DELETE action is allowed when no attribute value is specified"),
        (AttributeUpdate(.put), "Only DELETE action is allowed when no attribute value is specified"),
        (AttributeUpdate(.add), "Only DELETE action is allowed when no attribute value is specified"),
        (AttributeUpdate(.delete, .n(1)), "DELETE action with value is not supported for the type N"),
        (AttributeUpdate(.delete, .l()), "DELETE action with value is not supported for the type L"),
        (AttributeUpdate(.add, .s("a")), "ADD action is not supported for the type S"),
        (AttributeUpdate(.add, .t), "ADD action is not supported for the type BOOL"),
    ]

    @Test(arguments: LegacyParameterTests.updates)
    func updatesHaveTheirForms(_ update: AttributeUpdate, _ sentence: String) {
        #expect(
            message { _ = try UpdateExpression(legacy: [("a", update)]) }
                == "One or more parameter values were invalid: \(sentence)")
    }

    @Test func updatesPutAddAndDelete() throws {
        let update = try UpdateExpression(legacy: [
            ("b", AttributeUpdate(.delete)), ("c", AttributeUpdate(.delete, .ss("a", "b"))),
            ("d", AttributeUpdate(.add, .n(5))), ("e", AttributeUpdate(.add, .ss("a", "b"))),
            ("f", AttributeUpdate(.add, .l(.s("a")))), ("g", AttributeUpdate(nil, .s("x"))),
        ])
        let key = item(("pk", .s("k")))
        let made = try update.applied(to: nil, key: key)
        #expect(
            made.updatedNew == item(("d", .n(5)), ("e", .ss("a", "b")), ("f", .l(.s("a"))), ("g", .s("x"))))
        let changed = try update.applied(
            to: item(
                ("pk", .s("k")), ("b", .n(1)), ("c", .ss("a", "z")), ("d", .n(1)), ("e", .ss("c")), ("f", .l(.n(1)))),
            key: key)
        #expect(
            changed.item
                == item(
                    ("pk", .s("k")), ("c", .ss("z")), ("d", .n(6)), ("e", .ss("a", "b", "c")),
                    ("f", .l(.n(1), .s("a"))),
                    ("g", .s("x"))))
        #expect(
            message { _ = try update.applied(to: item(("d", .s("x"))), key: key) }
                == "Type mismatch for attribute to update")
        let nothing = try UpdateExpression(legacy: [])
        #expect(try nothing.applied(to: nil, key: key).makesItem)
        #expect(try !UpdateExpression(legacy: [("b", AttributeUpdate(.delete))]).applied(to: nil, key: key).makesItem)
    }

    @Test func oldAndNewDoNotGoTogether() {
        func refused(
            _ expressions: [ParameterMixing.Parameter], _ legacy: [ParameterMixing.Parameter] = [], names: Bool = false,
            values: Bool = false
        ) -> String? {
            message {
                try ParameterMixing.check(
                    expressions: expressions, legacy: legacy, hasNames: names, hasValues: values)
            }
        }
        let both = "Can not use both expression and non-expression parameters in the same request: "
        #expect(
            refused(
                [("UpdateExpression", true), ("ConditionExpression", true)],
                [("AttributeUpdates", true), ("Expected", true)])
                == both + "Non-expression parameters: {AttributeUpdates, Expected} "
                + "Expression parameters: {UpdateExpression, ConditionExpression}")
        #expect(
            refused([("ProjectionExpression", true), ("KeyConditionExpression", false)], [("KeyConditions", true)])
                == nil)
        #expect(
            refused([("ProjectionExpression", false), ("KeyConditionExpression", true)], [("KeyConditions", true)])
                == both + "Non-expression parameters: {KeyConditions} Expression parameters: {KeyConditionExpression}")
        #expect(
            refused([("ConditionExpression", false)], [("Expected", true)], names: true)
                == "ExpressionAttributeNames can only be specified when using expressions")
        #expect(
            refused([("ConditionExpression", false)], values: true)
                == "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null"
        )
        #expect(
            refused(
                [("ProjectionExpression", true), ("FilterExpression", false), ("KeyConditionExpression", false)],
                values: true)
                == "ExpressionAttributeValues can only be specified when using expressions: "
                + "FilterExpression and KeyConditionExpression are null")
        #expect(refused([("ProjectionExpression", false)], [("AttributesToGet", true)]) == nil)
    }
}

import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Expressions made to break what reads them")
struct HostileExpressionTests {
    private func nested(_ opening: String, _ middle: String, _ closing: String, _ depth: Int) -> String {
        String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth)
    }

    @Test func threeHundredOperatorsAreTheLimit() {
        let tooMany = "Invalid ConditionExpression: The expression contains too many operators; operator count: 301"
        #expect(sentence("a<b " + nested("or (a<b ", "", ")", 149)) == nil)
        #expect(sentence("a<b " + nested("or (a<b ", "", ")", 150)) == tooMany)
        #expect(sentence("a<b " + nested("or (a<b ", "", ")", 454)) == tooMany)
        #expect(sentence(nested("not ", "a<b", "", 1000)) == tooMany)
        #expect(sentence(nested("not ", "a<b", "", 299)) == nil)
        #expect(sentence(nested("not(", "a<b", ")", 299)) == nil)
        #expect(sentence(nested("not(", "a<b", ")", 600)) == tooMany)
        #expect(sentence(nested("a=b or ", "a=b", "", 400)) == tooMany)
        let sums = (0..<301).map { "a\($0)=b+c" }.joined(separator: ",")
        #expect(
            sentence("SET " + sums, as: .update)
                == tooMany.replacing("ConditionExpression", with: "UpdateExpression"))
    }

    @Test func deepNestingIsRefusedWithoutHarm() {
        #expect(
            sentence(nested("(", "a<b", ")", 2046))
                == "Invalid ConditionExpression: The expression has redundant parentheses;")
        #expect(sentence(String(repeating: "(", count: 4096))?.hasPrefix("Invalid ConditionExpression: ") == true)
        #expect(
            sentence("a < " + nested("f(", "b", ")", 1355))
                == "Invalid ConditionExpression: Invalid function name; function: f")
        #expect(sentence("a < " + nested("size(", "b", ")", 680))?.hasPrefix("Invalid ConditionExpression: ") == true)
        #expect(sentence("a < " + nested("(", "b", ")", 2000))?.contains("redundant parentheses") == true)
        #expect(sentence("SET a = " + nested("(", "b", ")", 2000), as: .update)?.contains("redundant") == true)
        #expect(sentence("SET a = " + nested("if_not_exists(b,", "c", ")", 230), as: .update) == nil)
        #expect(
            sentence("SET a = " + nested("f(", "b", ")", 1300), as: .update)
                == "Invalid UpdateExpression: Invalid function name; function: f")
    }

    @Test func deepConditionsAreAsked() throws {
        var scope = try placeholders([:], ["v": .n(1)])
        let condition = try Condition(parsing: nested("not(", "a = :v", ")", 299), in: &scope)
        #expect(!condition.holds(for: item(("a", .n(1)))))
        #expect(condition.holds(for: item(("a", .n(2)))))
    }

    @Test func pathsHaveThirtyTwoStepsAtMost() {
        let long = "a" + String(repeating: ".b", count: 31)
        for kind in [ExpressionKind.projection, .condition, .update] {
            let text =
                switch kind {
                case .projection: long
                case .condition: "\(long) = c"
                default: "SET \(long) = c"
                }
            #expect(sentence(text, as: kind) == nil)
            #expect(
                sentence(text.replacing(long, with: long + "[0]"), as: kind)
                    == "Invalid \(kind.rawValue): The document path has too many nesting levels; nesting levels: 33")
        }
    }

    @Test func manyPathsAreCompared() {
        let paths = (0..<800).map { "a\($0)" }.joined(separator: ",")
        #expect(sentence(paths, as: .projection) == nil)
        #expect(sentence(paths + ",a400[1]", as: .projection)?.contains("path one: [a400]") == true)
    }

    @Test func aHundredPlaceholdersAreTaken() throws {
        let values = Dictionary(uniqueKeysWithValues: (0..<101).map { ("v\($0)", AttributeValue.n($0)) })
        let hundred = values.filter { $0.key != "v100" }
        let list = hundred.keys.map { ":" + $0 }.joined(separator: ",")
        #expect(sentence("a IN (\(list))", values: hundred, checkingUse: true) == nil)
        #expect(
            sentence("a IN (\(list),:v100)", as: .filter, values: values)
                == "Invalid FilterExpression: The IN operator is provided with too many operands; "
                + "number of operands: 101")
    }

    @Test func longSearchesEnd() throws {
        let needle = String(repeating: "a", count: 100_000) + "b"
        var scope = try placeholders([:], ["v": .s(needle)])
        let condition = try Condition(parsing: "contains(a, :v)", in: &scope)
        let hay = String(repeating: "a", count: 300_000)
        #expect(!condition.holds(for: item(("a", .s(hay)))))
        #expect(condition.holds(for: item(("a", .s(hay + "b")))))
    }

    /// Whatever is read is taken or refused, never more.
    @Test func scrambledExpressionsOnlyEverAreRefused() throws {
        let pieces = [
            "a", "b.c", "#n", ":v", ":w", "[0]", "[99999999999]", "(", ")", "((", "))", ",", ".", "=", "<>", "<", ">=",
            " AND ", " OR ", " NOT ", " BETWEEN ", " IN ", "size(", "attribute_exists(", "begins_with(", "contains(",
            "attribute_type(", "if_not_exists(", "list_append(", " SET ", " REMOVE ", " ADD ", " DELETE ", "+", "-",
            " ",
            "_", "!", "\"", "ü", "😀", "#", ":", "\u{0}", "name", "0", "1.5", "foo(",
        ]
        var generator = SmallGenerator(seed: 7)
        let values: Values = ["v": .n(1), "w": .ss("x", "y")]
        let old = item(("a", .l(.n(1), .n(2))), ("b", .m(("c", .s("x")))), ("n", .n(3)))
        for _ in 0..<4_000 {
            let count = Int.random(in: 1...14, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            for kind in ExpressionKind.allCases {
                guard let refused = sentence(text, as: kind, names: ["n": "n"], values: values) else {
                    try run(text, kind, values, old)
                    continue
                }
                #expect(!refused.isEmpty)
            }
        }
    }

    /// Well-formed ones, put together by their grammar, are never taken for syntax errors.
    @Test func grammaticalConditionsAreRead() throws {
        var generator = SmallGenerator(seed: 11)
        let values: Values = ["v": .n(1), "w": .s("x")]
        let document = item(("a", .n(1)), ("b", .m(("c", .s("x")))), ("d", .l(.n(1))))
        for _ in 0..<1_500 {
            let text = condition(4, &generator)
            let refused = sentence(text, names: ["n": "d"], values: values)
            #expect(refused?.contains("Syntax error") != true, "\(text): \(refused ?? "")")
            if refused == nil { try run(text, .condition, values, document) }
        }
    }

    private func run(_ text: String, _ kind: ExpressionKind, _ values: Values, _ old: AttributeMap) throws {
        var scope = try placeholders(["n": "n"], values)
        switch kind {
        case .condition, .filter: _ = try Condition(parsing: text, as: kind, in: &scope).holds(for: old)
        case .projection: _ = try Projection(parsing: text, in: &scope).applied(to: old)
        case .update:
            let update = try UpdateExpression(parsing: text, in: &scope)
            do throws(ExpressionError) {
                let outcome = try update.applied(to: old, key: item(("k", .s("k"))))
                _ = (outcome.updatedOld, outcome.updatedNew)
                _ = try update.applied(to: nil, key: item(("k", .s("k"))))
            } catch {
                #expect(!error.message.isEmpty)
            }
        case .keyCondition:
            let condition = try KeyCondition(parsing: text, in: &scope)
            _ = try? condition.range(of: KeySchema(partition: [.init("a", .number)], sort: [.init("n", .number)]))
        }
    }

    private func condition(_ depth: Int, _ generator: inout SmallGenerator) -> String {
        switch Int.random(in: 0...(depth > 0 ? 8 : 4), using: &generator) {
        case 0:
            let comparator = ["=", "<>", "<", "<=", ">", ">="].randomElement(using: &generator) ?? "="
            return "\(operand(&generator)) \(comparator) \(operand(&generator))"
        case 1: return "\(operand(&generator)) BETWEEN \(operand(&generator)) AND \(operand(&generator))"
        case 2: return "\(operand(&generator)) in (\(operand(&generator)), \(operand(&generator)))"
        case 3: return "attribute_exists(b.c)"
        case 4: return "contains(\(operand(&generator)), \(operand(&generator)))"
        case 5: return "NOT \(condition(depth - 1, &generator))"
        case 6: return "(\(condition(depth - 1, &generator)) and \(condition(depth - 1, &generator)))"
        case 7: return "\(condition(depth - 1, &generator)) OR \(condition(depth - 1, &generator))"
        default: return "(\(condition(depth - 1, &generator)) OR d[0] = :v)"
        }
    }

    private func operand(_ generator: inout SmallGenerator) -> String {
        ["a", "b.c", "#n[0]", ":v", ":w", "size(d)", "(a)"].randomElement(using: &generator) ?? "a"
    }
}

/// The same numbers in every run.
struct SmallGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("What updates are refused for before any item is looked at")
struct UpdateSentenceTests {
    private func update(_ text: String, _ names: Names = [:], _ values: Values = [:]) -> String? {
        let prefix = "Invalid UpdateExpression: "
        guard let refused = sentence(text, as: .update, names: names, values: values) else { return nil }
        #expect(refused.hasPrefix(prefix))
        return String(refused.dropFirst(prefix.count))
    }

    @Test(arguments: [
        ("set a = #c set c = :d", "SET"), ("remove #d set a = b remove e", "REMOVE"),
        ("add #d :e set a = b add e :f", "ADD"), ("delete #d :e set a = b delete #e :f", "DELETE"),
    ])
    func eachSectionComesOnce(_ text: String, _ section: String) {
        #expect(
            update(text) == "The \"\(section)\" section can only be used once in an update expression;")
    }

    @Test func functionsHaveTheirNamesAndPlaces() {
        #expect(update("set #c = if_not_exist(:c) set c = d") == "Invalid function name; function: if_not_exist")
        #expect(update("SET a = LIST_APPEND(:a, :b)") == "Invalid function name; function: LIST_APPEND")
        #expect(
            update("set a = size(b)")
                == "The function is not allowed in an update expression; function: size")
        #expect(
            update("set a = list_append(list_append(b, c), d)")
                == "The function is not allowed to be used this way in an expression; function: list_append")
        #expect(
            update("set a = if_not_exists(b, list_append(c, d))")
                == "The function is not allowed to be used this way in an expression; function: list_append")
        #expect(update("set a = list_append(if_not_exists(b, c), if_not_exists(d, if_not_exists(e, f)))") == nil)
        #expect(update("set a = if_not_exists(b, c) + if_not_exists(d, e)") == nil)
    }

    @Test(arguments: [
        ("set a = if_not_exists(c)", "if_not_exists", 1), ("set a = list_append(c)", "list_append", 1),
        ("set a = list_append(b, c, d)", "list_append", 3), ("set a = if_not_exists(b, c, d)", "if_not_exists", 3),
    ])
    func functionsHaveTwoOperands(_ text: String, _ name: String, _ count: Int) {
        #expect(
            update(text)
                == "Incorrect number of operands for operator or function; operator or function: \(name), "
                + "number of operands: \(count)")
    }

    @Test(arguments: ["set a = if_not_exists(:a, c)", "set a = if_not_exists(if_not_exists(a, b), c)"])
    func absenceIsAskedOfPaths(_ text: String) {
        #expect(
            update(text, [:], ["a": .s("a")])
                == "Operator or function requires a document path; operator or function: if_not_exists")
    }

    @Test func operandsHaveTheirTypes() {
        let all: [AttributeValue] = [.s("a"), .n(1), .b(1), .t, .z, .ss("a"), .ns(1), .bs([1]), .m(), .l()]
        for value in all {
            let values = ["a": value]
            let type = value.kind.rawValue
            for sign in ["+", "-"] where value.kind != .number {
                for text in ["set a = a \(sign) :a", "set a = :a \(sign) b", "set a = :a \(sign) :a"] {
                    #expect(
                        update(text, [:], values)
                            == "Incorrect operand type for operator or function; operator or function: \(sign), "
                            + "operand type: \(type)")
                }
            }
            for text in ["set a = list_append(:a, a)", "set a = list_append(a, :a)"] where value.kind != .list {
                #expect(
                    update(text, [:], values)
                        == "Incorrect operand type for operator or function; operator or function: list_append, "
                        + "operand type: \(type)")
            }
            #expect(update("set a = :a, b = if_not_exists(b, :a)", [:], values) == nil)
        }
    }

    private static let sections: [(AttributeValue, String, Bool, Bool)] = [
        (.s("a"), "STRING", false, false), (.n(1), "NUMBER", true, false), (.b(1), "BINARY", false, false),
        (.t, "BOOLEAN", false, false), (.z, "NULL", false, false), (.l(), "LIST", false, false),
        (.m(), "MAP", false, false), (.ss("a"), "", true, true), (.ns(1), "", true, true), (.bs([1]), "", true, true),
    ]

    @Test(arguments: UpdateSentenceTests.sections)
    func addTakesNumbersAndSetsAndDeleteTakesSets(
        _ value: AttributeValue, _ type: String, _ isAdded: Bool, _ isDeleted: Bool
    ) {
        for (section, isTaken) in [("ADD", isAdded), ("DELETE", isDeleted)] {
            let refused = update("\(section) a.b :a", [:], ["a": value])
            guard !isTaken else {
                #expect(refused == nil)
                continue
            }
            #expect(
                refused
                    == "Incorrect operand type for operator or function; operator: \(section), "
                    + "operand type: \(type), typeSet: ALLOWED_FOR_\(section)_OPERAND")
        }
        #expect(
            update("set b = list_append(:a, a), c = if_not_exists(a) add a.b :a", [:], ["a": .s("x")])?
                .contains("operator: ADD") == true)
    }

    @Test(arguments: [
        ("set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", "[c, [1], a]", "[c]"),
        ("set #c[3].#d = a, #c[3] = a", "[c, [3], [3]]", "[c, [3]]"), ("SET a = b REMOVE a", "[a]", "[a]"),
        ("REMOVE a SET a.b = c", "[a]", "[a, b]"), ("SET a[1] = b ADD a[1] :v", "[a, [1]]", "[a, [1]]"),
        ("SET f = :v, #f = :v", "[f]", "[f]"),
    ])
    func overlappingPathsAreRefused(_ text: String, _ one: String, _ other: String) {
        #expect(
            update(text, ["c": "c", "d": "[3]", "f": "f"], ["v": .n(1)])
                == "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                + "path one: \(one), path two: \(other)")
    }

    @Test(arguments: [
        ("set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", "[c, [3], [3]]", "[c, [3], [3]]"),
        ("remove a.#c set a[1] = #d", "[a, c]", "[a, [1]]"), ("SET a.b.c = d, a.b[2] = e", "[a, b, c]", "[a, b, [2]]"),
    ])
    func conflictingPathsAreRefused(_ text: String, _ one: String, _ other: String) {
        #expect(
            update(text, ["c": "c", "d": "[3]"])
                == "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                + "path one: \(one), path two: \(other)")
    }

    @Test func keysAreNotUpdated() throws {
        for text in [
            "add pk.b :a", "remove d set b = :a, pk = :a", "delete b :s remove pk", "set pk = pk.b + a[1]",
            "set #k[0] = :a",
        ] {
            var scope = try placeholders(["k": "pk"], ["a": .n(1), "s": .ns(1)])
            let update = try UpdateExpression(parsing: text, in: &scope)
            #expect(
                throws: ExpressionError(
                    "One or more parameter values were invalid: Cannot update attribute pk. "
                        + "This attribute is part of the key")
            ) { try update.checkKeys(["other", "pk"]) }
            try update.checkKeys(["other"])
        }
    }

    @Test func pathsAreToldForTheTablesRules() throws {
        var scope = try placeholders([:], ["a": .n(1)])
        let update = try UpdateExpression(
            parsing: "set e.f = list_append(a, if_not_exists(b.c, d)), g = h[1] - :a remove i", in: &scope)
        #expect(update.changedPaths.map(\.description) == ["[e, f]", "[g]", "[i]"])
        #expect(update.changedNames == ["e", "g", "i"])
        #expect(
            update.paths.map(\.description) == ["[e, f]", "[g]", "[i]", "[a]", "[b, c]", "[d]", "[h, [1]]"])
    }
}

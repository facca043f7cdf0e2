import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Names and values of a request's expressions")
struct PlaceholderTests {
    private func refused(_ names: Names?, _ values: Values?) -> String? {
        do throws(ExpressionError) {
            _ = try ExpressionScope(names: names, values: values)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func emptyMapsAreRefusedNamesFirst() {
        #expect(refused([:], [:]) == "ExpressionAttributeNames must not be empty")
        #expect(refused(nil, [:]) == "ExpressionAttributeValues must not be empty")
        #expect(refused(nil, nil) == nil)
    }

    @Test(arguments: ["a", "#", "#a-b", "#!a", "", "#a b", "##a", ":a", "#ä"])
    func keysOfNamesBeginWithAHash(_ key: String) {
        #expect(
            refused([key: "a"], nil)
                == "ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
    }

    @Test(arguments: ["a", ":", ":a-b", ":hi!there", "", "#a"])
    func keysOfValuesBeginWithAColon(_ key: String) {
        #expect(
            refused(nil, [key: .n(1)])
                == "ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(key)\"")
    }

    @Test func keysMayBeginWithAnything() {
        #expect(refused(["#1": "a", "#_": "b", "#A_9": "3 any! name.#="], [":1": .n(1), ":_": .n(1)]) == nil)
    }

    @Test func longKeysAndEmptyNamesAreRefused() {
        let long = "#" + String(repeating: "a", count: 255)
        #expect(
            refused([long: "a"], nil)
                == "ExpressionAttributeNames contains invalid key: "
                + "The expression attribute map contains a key that is too long; size of key: 256")
        #expect(refused([String(long.dropLast()): "a"], nil) == nil)
        #expect(
            refused(["#a": ""], nil)
                == "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a")
    }

    @Test func whatNoExpressionNamesIsRefused() throws {
        var scope = try placeholders(["a": "x", "b": "y", "c": "z"], ["v": .n(1), "w": .n(2), "u": .n(3)])
        _ = try UpdateExpression(parsing: "SET #a = :v", in: &scope)
        #expect(
            throws: ExpressionError(
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}")
        ) { try scope.checkAllUsed() }
        _ = try Condition(parsing: "#b = :w OR #c = :v", in: &scope)
        #expect(
            throws: ExpressionError(
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}")
        ) { try scope.checkAllUsed() }
        _ = try Condition(parsing: "#b = :u", in: &scope)
        try scope.checkAllUsed()
    }

    @Test func whatIsNotDefinedIsRefused() {
        let names: [(String, ExpressionKind, String)] = [
            ("attribute_exists(#Pictures.RearView, :a) and a=a", ExpressionKind.filter, "#Pictures"),
            ("begins_with(Pictures.#RearView)", .filter, "#RearView"),
            ("(#P between :lo and :hi) and (#PC in (:cat1, :cat2))", .filter, "#P"), ("#4g > a", .filter, "#4g"),
            ("#_ > a", .filter, "#_"), ("(a)between(b.c[45].#d)and(:a)", .filter, "#d"),
            ("SET #c = if_not_exists(:c)", .update, "#c"), ("a,b,a,#a", .projection, "#a"),
            ("#pk = :pk", .keyCondition, "#pk"),
        ]
        for (text, kind, name) in names {
            #expect(
                sentence(text, as: kind)
                    == "Invalid \(kind.rawValue): An expression attribute name used in the document path is not "
                    + "defined; attribute name: \(name)")
        }
        let values: [(String, ExpressionKind, String)] = [
            ("begins_with(:hello, #a, #b)", ExpressionKind.filter, ":hello"), (":a < :b", .filter, ":a"),
            (":_ > a", .filter, ":_"), ("SET a = if_not_exists(:c)", .update, ":c"), ("SET a = :v", .update, ":v"),
        ]
        for (text, kind, value) in values {
            #expect(
                sentence(text, as: kind)
                    == "Invalid \(kind.rawValue): An expression attribute value used in expression is not defined; "
                    + "attribute value: \(value)")
        }
    }

    private static let reserved: [(String, ExpressionKind, String)] = [
        (" set #c = :c set abOrt = true ", ExpressionKind.update, "abOrt"), (" remove Absolute ", .update, "Absolute"),
        ("a.abORt", .projection, "abORt"), ("#a,ABSoLUTE", .projection, "ABSoLUTE"), ("and", .projection, "and"),
        ("attribute_exists(views, #a)", .filter, "views"), (":a < abOrT", .filter, "abOrT"),
        ("name = :n", .condition, "name"),
        ("set status = :s", .update, "status"), ("Zone = :z", .keyCondition, "Zone"),
        ("set a.and = :s", .update, "and"),
        ("timestamp = :t AND #x = :y", .keyCondition, "timestamp"), ("set = :s", .condition, "set"),
    ]

    @Test(arguments: PlaceholderTests.reserved)
    func reservedWordsAreRefusedBeforeWhatIsNotDefined(_ text: String, _ kind: ExpressionKind, _ word: String) {
        #expect(
            sentence(text, as: kind)
                == "Invalid \(kind.rawValue): Attribute name is a reserved keyword; reserved keyword: \(word)")
    }

    @Test func wordsThatOnlySoundReservedAreTaken() {
        #expect(sentence("id,pk,sk,title,price,views2,namee", as: .projection) == nil)
        #expect(sentence("#n", as: .projection, names: ["n": "name"]) == nil)
    }

    @Test func indexesHaveALimit() {
        #expect(sentence("a[2147483647]", as: .projection) == nil)
        for index in ["2147483648", "99999999999999999999999"] {
            #expect(
                sentence("a[\(index)]", as: .projection)
                    == "Invalid ProjectionExpression: List index is not within the allowable range; "
                    + "index: [\(index)]")
        }
    }
}

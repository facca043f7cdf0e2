import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("Where the syntax is wrong")
struct SyntaxErrorTests {
    /// The token, and what stands around it: those of the first rows are recorded from AWS.
    private static let errors: [(String, ExpressionKind, String, String)] = [
        ("foo", ExpressionKind.condition, "<EOF>", "foo"),
        ("a+:delta<b", .condition, "+", "a+:delta"),
        ("attribute_not_exists(", .condition, "<EOF>", "("),
        ("contains (themes, :theme", .filter, "<EOF>", ":theme"),
        ("(#a)", .filter, "<EOF>", ")"),
        ("INVALID SYNTAX HERE", .update, "INVALID", "INVALID SYNTAX"),
        ("ADD hits : incr", .update, ":", "hits : incr"),
        ("SET _123 = :v", .update, "_", "SET _123"),
        ("SET a = :v,", .update, "<EOF>", ","),
        ("SET a = b SET c = d, updated = :v, updated = = :x", .update, "=", "= = :x"),
        ("[object Object]", .keyCondition, "[", "[object"),
        ("a = = :v", .condition, "=", "= = :v"),
        ("a", .condition, "<EOF>", "a"),
        (":a", .condition, "<EOF>", ":a"),
        ("a AND b = c", .condition, "AND", "a AND b"),
        ("(a) AND b = c", .condition, "AND", ") AND b"),
        ("NOT a", .condition, "<EOF>", "a"),
        ("a = b c", .condition, "c", "b c"),
        ("(a = b", .condition, "<EOF>", "b"),
        ("a = b)", .condition, ")", "b)"),
        ("(a = b) = c", .condition, "=", ") = c"),
        ("a = (b = c)", .condition, "=", "b = c"),
        ("a IN ()", .condition, ")", "()"),
        ("a IN b", .condition, "b", "IN b"),
        ("a IN (b,c,)", .condition, ")", ",)"),
        ("a BETWEEN b OR c", .condition, "OR", "b OR c"),
        ("a BETWEEN b", .condition, "<EOF>", "b"),
        ("a.and = b", .condition, "and", ".and ="),
        ("a > 4", .filter, "4", "> 4"),
        ("c!=:c", .filter, "!", "c!="),
        ("ü > a", .filter, "ü", "ü >"),
        ("a[b] > a", .filter, "b", "[b]"),
        ("a[:b] > a", .filter, ":b", "[:b]"),
        ("a..b > a", .filter, ".", "..b"),
        ("a.b. > a", .filter, ">", ". > a"),
        ("b.c[4.5] > a", .filter, ".", "4.5"),
        ("#$.b > a", .filter, "#", "#$"),
        ("(size(a)).b > a", .filter, ".", ").b"),
        ("size(a)[0] > a", .filter, "[", ")[0"),
        ("_a = b", .filter, "_", "_a"),
        ("attribute_exists(\"Pictures.RearView\")", .filter, "\"", "(\"Pictures"),
        ("   |", .filter, "|", "   |"),
        ("set a", .update, "<EOF>", "a"),
        ("add a", .update, "<EOF>", "a"),
        ("set a=set", .update, "set", "=set"),
        ("remove a = b", .update, "=", "a = b"),
        ("add a = b", .update, "=", "a = b"),
        ("add a b", .update, "b", "a b"),
        ("remove :a", .update, ":a", "remove :a"),
        ("set :a = b", .update, ":a", "set :a ="),
        ("set a = b / c", .update, "/", "b / c"),
        ("set a = b + c + d", .update, "+", "c + d"),
        ("set (a = (b + c))", .update, "(", "set (a"),
        ("set a = (b.c).d + e", .update, ".", ").d"),
        ("set a = f(b + c)", .update, "+", "b + c"),
        ("set a = (b + c) + d", .update, "+", ") + d"),
        ("remove a, set b = c", .update, "set", ", set b"),
        ("whatever(stuff)", .projection, "(", "whatever(stuff"),
        (":a", .projection, ":a", ":a"),
        ("a,", .projection, "<EOF>", ","),
        (",a", .projection, ",", ",a"),
        ("a,,b", .projection, ",", ",,b"),
        ("(a)", .projection, "(", "(a"),
        ("a-b", .projection, "-", "a-b"),
        ("a[]", .projection, "]", "[]"),
        ("a[-1]", .projection, "-", "[-1"),
        (" ", .projection, "<EOF>", " "),
    ]

    @Test(arguments: SyntaxErrorTests.errors)
    func isSaidByTokenAndSurroundings(_ text: String, _ kind: ExpressionKind, _ token: String, _ near: String) {
        #expect(
            sentence(text, as: kind)
                == "Invalid \(kind.rawValue): Syntax error; token: \"\(token)\", near: \"\(near)\"")
    }

    @Test(arguments: ExpressionKind.allCases)
    func emptyOnesAreRefused(_ kind: ExpressionKind) {
        #expect(sentence("", as: kind) == "Invalid \(kind.rawValue): The expression can not be empty;")
    }

    @Test(arguments: ExpressionKind.allCases)
    func longOnesAreRefused(_ kind: ExpressionKind) {
        #expect(
            sentence(String(repeating: "(", count: 4097), as: kind)
                == "Invalid \(kind.rawValue): Expression size has exceeded the maximum allowed size; "
                + "expression size: 4097")
    }

    @Test func fourThousandAndNinetySixBytesAreTaken() {
        #expect(sentence(String(repeating: "x", count: 4096), as: .projection) == nil)
        let spaces = String(repeating: " ", count: 4085)
        #expect(sentence("SET\(spaces)a = :val", as: .update, values: ["val": .n(1)]) == nil)
    }

    @Test(arguments: [
        "((a = b))", "a=b AND c > ((views))", "a > whatever((:things), ((a)))", "a=b AND ((a=b AND a=c)) AND a=b",
        "a=b OR ((a=b OR a=b)) OR a=b", "a=b AND ((a=b AND (a=b AND a=b)))", "((a)) = b", "NOT ((a = b))",
        "((attribute_not_exists(pk)))", "((c=:c) AND ((p=:p)))", "(a)between(((b.c)))and(c)", "a IN (((b)), c)",
        "((((((a = b))))))",
    ])
    func redundantParenthesesAreRefused(_ text: String) {
        #expect(sentence(text, as: .filter) == "Invalid FilterExpression: The expression has redundant parentheses;")
    }

    @Test(arguments: [
        "(a = b)", "((a = b) AND (c = d))", "(a) = (b)", "(a = b OR (c = d))", "NOT (a = b)", "(NOT (a = b))",
        "a IN ((b), (c))", "(size(a)) > (b)", "(attribute_exists(a))", "(a)between(b.c[45])and(d)",
        "NOT NOT NOT NOT a < b", "a < b oR NoT c > d aNd e beTween f And g", "attribute_exists (a)",
        "a\t=\r\nb", "a In(b)", "set = b", "size = b", "Alpha_Numeric_123 = A123_",
    ])
    func otherParenthesesAndSpacesAreTaken(_ text: String) {
        let refused = sentence(text)
        #expect(refused == nil || refused?.contains("reserved keyword") == true, "\(refused ?? "")")
    }

    private static let updates: [(String, UpdateCase)] = [
        ("set b.c=((c[1])+(b.a)),b.a = a,c[1] = a", UpdateCase.taken), ("set a = (b + c)", .taken),
        ("set a = ((b.c.d)+(e))", .taken), ("set a = (b)", .taken), ("set a = ((b))", .redundant),
        ("set a = ((b + c))", .redundant), ("set a = (((b)))", .redundant), ("set a = b + ((c))", .redundant),
        ("  set   a=b  ", .taken), ("sEt a = b rEmOvE c", .taken), ("remove a add b :v set c = d", .taken),
    ]

    @Test(arguments: SyntaxErrorTests.updates)
    func updatesMayHaveParentheses(_ text: String, _ expected: UpdateCase) {
        let refused = sentence(text, as: .update, values: ["v": .n(1)])
        switch expected {
        case .taken: #expect(refused == nil)
        case .redundant:
            #expect(refused == "Invalid UpdateExpression: The expression has redundant parentheses;")
        }
    }

    enum UpdateCase: Sendable {
        case taken, redundant
    }
}

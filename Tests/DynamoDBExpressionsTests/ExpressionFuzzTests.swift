import DynamoDBExpressions
import DynamoDBModel
import TestSupport
import Testing

/// Changed copies of valid expressions are read or refused, and never crash; what is read can be applied.
@Suite("Expressions nobody meant")
struct ExpressionFuzzTests {
    private static let marks = "()[]#:.,=<>+- 0a"
    private static let names = ["#a": "a", "#b": "b.c"]
    private static let values: [String: AttributeValue] = [
        ":n": .number(.zero), ":s": .string("x"), ":l": .list([.string("y")]), ":t": .stringSet(["p", "q"]),
    ]
    private static let item = AttributeMap([
        ("a", .list([.string("x"), .map(AttributeMap([("b", .number(.zero))]))])), ("n", .number(.zero)),
        ("t", .stringSet(["p"])),
    ])

    private func changed(_ text: String, _ fuzzing: Fuzzing) -> String {
        String(decoding: fuzzing.changed(Array(text.utf8)), as: UTF8.self)
    }

    @Test func conditions() {
        let fuzzing = Fuzzing(seed: 21, marks: Self.marks)
        let valid = [
            "#a[0].#b = :n AND (attribute_exists(n) OR NOT size(a[1]) BETWEEN :n AND :n)",
            "begins_with(#a[0], :s) OR contains(t, :s) AND n IN (:n, :s) AND attribute_type(a, :s)",
        ]
        for _ in 0..<20_000 * Fuzzing.times {
            let text = changed(valid[fuzzing.number(below: valid.count)], fuzzing)
            guard var scope = try? ExpressionScope(names: Self.names, values: Self.values) else { return }
            guard let condition = try? Condition(parsing: text, in: &scope) else { continue }
            _ = condition.holds(for: Self.item)
            _ = condition.holds(for: nil)
        }
    }

    @Test func updates() {
        let fuzzing = Fuzzing(seed: 22, marks: Self.marks)
        let valid = [
            "SET #a[0] = if_not_exists(n, :n) + :n, x = list_append(#a, :l) REMOVE #b, a[1].b ADD n :n DELETE t :t",
            "REMOVE a[0], a[1] SET y.z = :s",
        ]
        for _ in 0..<20_000 * Fuzzing.times {
            let text = changed(valid[fuzzing.number(below: valid.count)], fuzzing)
            guard var scope = try? ExpressionScope(names: Self.names, values: Self.values) else { return }
            guard let update = try? UpdateExpression(parsing: text, in: &scope) else { continue }
            _ = try? update.applied(to: Self.item, key: AttributeMap([("id", .string("k"))]))
            _ = try? update.applied(to: nil, key: AttributeMap([("id", .string("k"))]))
        }
    }

    @Test func projectionsAndKeys() {
        let fuzzing = Fuzzing(seed: 23, marks: Self.marks)
        for _ in 0..<20_000 * Fuzzing.times {
            guard var scope = try? ExpressionScope(names: Self.names, values: Self.values) else { return }
            if let projection = try? Projection(parsing: changed("#a[0].#b, n, a[1], #b", fuzzing), in: &scope) {
                _ = projection.applied(to: Self.item)
            }
            _ = try? KeyCondition(parsing: changed("id = :s AND n BETWEEN :n AND :n", fuzzing), in: &scope)
        }
    }
}

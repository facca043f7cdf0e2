import DynamoDBExpressions
import DynamoDBModel

extension AttributeValue {
    static func s(_ text: String) -> AttributeValue { .string(text) }
    static func n(_ text: String) -> AttributeValue { .number(number(text)) }
    static func n(_ value: Int) -> AttributeValue { .number(DecimalNumber(value)) }
    static func b(_ bytes: UInt8...) -> AttributeValue { .binary(bytes) }
    static func l(_ values: AttributeValue...) -> AttributeValue { .list(values) }
    static func m(_ entries: (String, AttributeValue)...) -> AttributeValue { .map(attributes(entries)) }
    static func ss(_ texts: String...) -> AttributeValue { .stringSet(texts.sorted()) }
    static func ns(_ values: Int...) -> AttributeValue { .numberSet(values.sorted().map { DecimalNumber($0) }) }
    static func bs(_ values: [UInt8]...) -> AttributeValue { .binarySet(values) }
    static let t = AttributeValue.bool(true)
    static let f = AttributeValue.bool(false)
    static let z = AttributeValue.null

    private static func number(_ text: String) -> DecimalNumber {
        do { return try DecimalNumber(parsing: text) } catch { fatalError("\(text): \(error)") }
    }
}

func attributes(_ entries: [(String, AttributeValue)]) -> AttributeMap {
    AttributeMap(entries.map { (name: $0.0, value: $0.1) })
}

func item(_ entries: (String, AttributeValue)...) -> AttributeMap { attributes(entries) }

/// Values by their placeholders, without the colon.
typealias Values = [String: AttributeValue]
typealias Names = [String: String]

/// Nil instead of an empty map, which is refused.
func placeholders(_ names: Names = [:], _ values: Values = [:]) throws(ExpressionError) -> ExpressionScope {
    try ExpressionScope(
        names: names.isEmpty ? nil : Dictionary(uniqueKeysWithValues: names.map { ("#" + $0.key, $0.value) }),
        values: values.isEmpty ? nil : Dictionary(uniqueKeysWithValues: values.map { (":" + $0.key, $0.value) }))
}

/// The sentence that an expression is refused with; nil if it is taken.
func sentence(
    _ text: String, as kind: ExpressionKind = .condition, names: Names = [:], values: Values = [:],
    checkingUse: Bool = false
) -> String? {
    do throws(ExpressionError) {
        var scope = try placeholders(names, values)
        switch kind {
        case .condition, .filter: _ = try Condition(parsing: text, as: kind, in: &scope)
        case .keyCondition: _ = try KeyCondition(parsing: text, in: &scope)
        case .projection: _ = try Projection(parsing: text, in: &scope)
        case .update: _ = try UpdateExpression(parsing: text, in: &scope)
        }
        if checkingUse { try scope.checkAllUsed() }
        return nil
    } catch {
        return error.message
    }
}

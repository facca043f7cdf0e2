/// Expressions and the parameters they replaced do not go together, and placeholders not without expressions.
package enum ParameterMixing {
    package typealias Parameter = (name: String, isGiven: Bool)

    /// The parameters in the order AWS names them.
    /// - Parameter namesWhatLacks: whether values without an expression are told which one they lack.
    package static func check(
        expressions: [Parameter], legacy: [Parameter], hasNames: Bool, hasValues: Bool, namesWhatLacks: Bool = true
    ) throws(ExpressionError) {
        let given = expressions.filter(\.isGiven).map(\.name)
        if !given.isEmpty {
            // A Query's KeyConditions go with other expressions, as long as none says the same.
            let hasKeyExpression = given.contains(ExpressionKind.keyCondition.rawValue)
            let others = legacy.filter { $0.isGiven && ($0.name != "KeyConditions" || hasKeyExpression) }
            guard others.isEmpty else {
                throw ExpressionError(
                    "Can not use both expression and non-expression parameters in the same request: "
                        + "Non-expression parameters: {\(others.map(\.name).joined(separator: ", "))} "
                        + "Expression parameters: {\(given.joined(separator: ", "))}")
            }
        }
        guard !hasNames || !given.isEmpty else {
            throw ExpressionError("ExpressionAttributeNames can only be specified when using expressions")
        }
        let withValues = expressions.filter { $0.name != ExpressionKind.projection.rawValue }
        if hasValues, !withValues.isEmpty, withValues.allSatisfy({ !$0.isGiven }) {
            let sentence = "ExpressionAttributeValues can only be specified when using expressions"
            guard namesWhatLacks else { throw ExpressionError(sentence) }
            throw ExpressionError(
                sentence + ": "
                    + "\(withValues.map(\.name).joined(separator: " and ")) "
                    + "\(withValues.count > 1 ? "are" : "is") null")
        }
    }
}

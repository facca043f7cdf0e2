/// What AWS refuses about an expression, or about a legacy parameter that stands for one; becomes a
/// ValidationException.
package struct ExpressionError: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }

    /// - Parameter kind: nil in a statement, whose sentences name no parameter.
    static func invalid(_ kind: ExpressionKind?, _ sentence: String) -> ExpressionError {
        ExpressionError(kind.map { "Invalid \($0.rawValue): \(sentence)" } ?? sentence)
    }

    static let updatedItemTooLarge = ExpressionError("Item size to update has exceeded the maximum allowed size")

    /// The words before most of what is wrong with a legacy parameter.
    static func parameter(_ sentence: String) -> ExpressionError {
        ExpressionError("One or more parameter values were invalid: \(sentence)")
    }
}

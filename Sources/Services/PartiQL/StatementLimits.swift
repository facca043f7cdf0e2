/// What bounds a statement beyond its 8192 characters, which the model sees to.
enum StatementLimits {
    /// Parentheses, calls and negations within one another: what bounds our own stack.
    static let nesting = 100
    /// Of a literal: "Nested attribute depth".
    static let literalLevels = 32
    static let listIndex = 2_147_483_647
}

/// From "Quotas: expression parameters" of the developer guide, and what bounds our own stack.
enum ExpressionLimits {
    static let bytes = 4096
    static let operators = 300
    static let operandsOfIn = 100
    static let pathSteps = 32
    static let listIndex = 2_147_483_647
    static let placeholderBytes = 255
    static let itemBytes = 409_600
    /// Of the values that one update makes or copies on its way, parts of values included.
    static let updateBytes = 4 * itemBytes
    /// "Nested attribute depth"; an attribute's own value is on the first level.
    static let valueLevels = 32

    /// Parentheses and calls within one another. Each level of parentheses that is not redundant has an operator of its
    /// own, so an expression that AWS takes never comes here. The deepest needs between 128 and 256 KB of stack when
    /// optimized and up to 1 MB when not.
    static let nesting = 320
}

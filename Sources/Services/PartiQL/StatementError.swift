/// What DynamoDB refuses about a statement's text; becomes a ValidationException.
package struct StatementError: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }

    /// - Parameter detail: empty where AWS says nothing more.
    static func notWellFormed(_ detail: String = "") -> StatementError {
        StatementError("Statement wasn't well formed, can't be processed: " + detail)
    }

    static let leftover = notWellFormed("Unexpected token after expression")
    static let aliasing = StatementError("Aliasing is not supported")
}

/// Where a token stands, counted in characters from 1, as AWS's sentences have it: `1:8:3`.
package struct Place: Sendable, Equatable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package let length: Int

    package var description: String { "\(line):\(column):\(length)" }
}

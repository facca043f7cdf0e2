import ServiceKit
import Wire

/// A regular expression that an answer of an integration, or a token, is held against as a whole.
struct SelectionPattern: Sendable {
    private static let longest = 1024
    private let pattern: Pattern

    struct NotUnderstood: Error {}

    init(_ text: String) throws {
        pattern = Pattern(text)
        guard text.utf8.count <= Self.longest, pattern.isEnforced else { throw NotUnderstood() }
    }

    func matches(_ text: String) -> Bool { pattern.matches(text) }
}

/// A pattern of the model, in Java's syntax, matched against a whole string.
///
/// Patterns run on strangers' input, so they run as a finite automaton: the time is linear in the
/// input whatever the pattern. Look-around has no such automaton; a pattern that has it holds for
/// every text, and its rule is the service's to check.
package final class Pattern: Sendable {
    package let source: String
    private let program: PatternProgram?

    package init(_ source: String) {
        self.source = source
        program = PatternParser.parse(source).flatMap { PatternProgram($0) }
    }

    /// False for the few patterns whose syntax has no automaton here.
    package var isEnforced: Bool { program != nil }

    package func matches(_ text: String) -> Bool { program?.matches(text) ?? true }
}

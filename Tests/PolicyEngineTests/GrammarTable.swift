import PolicyEngine
import Testing

/// Tables about the grammar. Setup: the statements of a policy of the new version, each on a line, a line that
/// begins with a plus going on; or `document` and the whole text. Questions: the policy's kind; the answer is
/// AWS's sentence, its beginning with `…`, or `valid`.
enum GrammarTable {
    static func sentence(_ text: String, _ kind: PolicyKind) -> String {
        do {
            _ = try PolicyDocument(parsing: text, as: kind)
            return "valid"
        } catch { return error.message }
    }

    private static func text(_ setup: [String]) -> String {
        var lines: [String] = []
        for line in setup {
            if line.hasPrefix("+ ") { lines[lines.count - 1] += line.dropFirst(2) } else { lines.append(line) }
        }
        if let line = lines.first, line.hasPrefix("document") { return String(line.dropFirst("document ".count)) }
        return #"{"Version":"2012-10-17","Statement":["# + lines.joined(separator: ",") + "]}"
    }

    private static let kinds: [String: PolicyKind] = [
        "identity": .identity, "managed": .managed, "session": .session, "trust": .trust, "resource": .resource,
    ]

    static func check(_ rule: RuleCase) {
        #expect(!rule.questions.isEmpty)
        let text = text(rule.setup)
        for (question, answer) in rule.questions {
            let said = kinds[question].map { sentence(text, $0) } ?? "no kind of policy"
            let isSaid = answer.hasSuffix("…") ? said.hasPrefix(answer.dropLast()) : said == answer
            #expect(isSaid, "\(question) says: \(said)")
        }
    }
}

package enum Effect: String, Sendable {
    case allow = "Allow"
    case deny = "Deny"
}

/// One statement of a policy, compiled.
package struct Statement: Sendable {
    package let index: Int
    package let sid: String?
    package let effect: Effect
    /// Nil in policies that have no principals.
    let principals: PrincipalElement?
    let actions: ActionElement
    /// Nil in trust policies: the role itself.
    let resources: ResourceElement?
    let conditions: [Condition]
}

/// `Action` or `NotAction`: compared without regard to case.
struct ActionElement: Sendable {
    let texts: [String]
    let isNegated: Bool
    private let patterns: [WildcardPattern]

    init(_ texts: [String], isNegated: Bool) {
        self.texts = texts
        self.isNegated = isNegated
        patterns = texts.map { WildcardPattern($0.lowercased()) }
    }

    func matches(_ subject: MatchSubject) -> Bool {
        patterns.contains { $0.matches(subject.lowercaseAction) } != isNegated
    }
}

/// `Resource` or `NotResource`: case counts, and variables are filled in.
struct ResourceElement: Sendable {
    let texts: [String]
    let isNegated: Bool
    let patterns: [VariableText]

    init(_ texts: [String], isNegated: Bool, hasVariables: Bool) {
        self.texts = texts
        self.isNegated = isNegated
        patterns = texts.map { VariableText($0, hasVariables: hasVariables) }
    }

    func matches(_ subject: MatchSubject) -> Bool {
        let isNamed = patterns.contains { pattern in
            pattern.pattern(in: subject.request.context)?.matches(subject.resource) ?? false
        }
        return isNamed != isNegated
    }
}

package enum Effect: String, Sendable {
    case allow = "Allow"
    case deny = "Deny"
}

/// One statement of a policy, compiled. A class, since decisions pass by many of them and copy none.
package final class Statement: Sendable {
    package let index: Int
    package let sid: String?
    package let effect: Effect
    /// Nil in policies that have no principals.
    let principals: PrincipalElement?
    let actions: ActionElement
    /// Nil in trust policies: the role itself.
    let resources: ResourceElement?
    let conditions: [Condition]

    init(
        index: Int, sid: String?, effect: Effect, principals: PrincipalElement?, actions: ActionElement,
        resources: ResourceElement?, conditions: [Condition]
    ) {
        self.index = index
        self.sid = sid
        self.effect = effect
        self.principals = principals
        self.actions = actions
        self.resources = resources
        self.conditions = conditions
    }
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

/// How one statement of a policy compares with a request, element by element.
package struct StatementTrace: Sendable, Equatable {
    package let sid: String?
    /// Its place in the policy, from 0.
    package let index: Int
    package let effect: Effect
    package let actionMatches: Bool
    /// Nil in policies that have no principals.
    package let principalMatches: Bool?
    /// Nil in trust policies, which have no resources.
    package let resourceMatches: Bool?
    /// `Resource` or `NotResource` as written, and with its variables filled in.
    package let resources: [ResourceTrace]
    package let conditions: [ConditionTrace]

    package var matches: Bool {
        actionMatches && principalMatches != false && resourceMatches != false
            && conditions.allSatisfy(\.isMet)
    }

    /// How near the statement comes to the request: the elements weigh in the order in which one reads them.
    var nearness: Int {
        (actionMatches ? 8 : 0) + (principalMatches == false ? 0 : 4) + (resourceMatches == false ? 0 : 2)
            + (conditions.allSatisfy(\.isMet) ? 1 : 0)
    }
}

/// One pattern of a statement's resources.
package struct ResourceTrace: Sendable, Equatable, CustomStringConvertible {
    package let isNegated: Bool
    package let written: String
    /// Nil where a variable has no value.
    package let filledIn: String?

    package var description: String {
        let opening = isNegated ? "(not) " : ""
        guard filledIn != written else { return opening + written }
        return opening + "\(written) (\(filledIn.map { "here " + $0 } ?? "a variable has no value"))"
    }
}

/// One line of a `Condition` with the values the request had for its key.
package struct ConditionTrace: Sendable, Equatable {
    /// As the policy has it: `ForAnyValue:StringLike`.
    package let operatorName: String
    package let key: String
    package let wanted: [String]
    /// Nil where the request does not have the key.
    package let found: [String]?
    package let isMet: Bool
}

/// One policy that bears on a request, statement by statement.
package struct PolicyTrace: Sendable, Equatable {
    package let type: PolicyType
    package let policy: String
    package let statements: [StatementTrace]
}

extension Statement {
    func trace(_ subject: MatchSubject) -> StatementTrace {
        StatementTrace(
            sid: sid, index: index, effect: effect, actionMatches: actions.matches(subject),
            principalMatches: principals.map { $0.match(subject, effect: effect) != nil },
            resourceMatches: resources.map { $0.matches(subject) },
            resources: resources?.traces(subject.request.context) ?? [],
            conditions: conditions.map { $0.trace(in: subject.request.context) })
    }
}

extension ResourceElement {
    fileprivate func traces(_ context: ContextValues) -> [ResourceTrace] {
        zip(texts, patterns).map {
            ResourceTrace(isNegated: isNegated, written: $0, filledIn: $1.text(in: context))
        }
    }
}

extension Condition {
    func trace(in context: ContextValues) -> ConditionTrace {
        ConditionTrace(
            operatorName: written.operatorName, key: written.key, wanted: written.wanted,
            found: context.values(lowercaseKey: key),
            isMet: isMet(in: context))
    }
}

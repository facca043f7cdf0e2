import PolicyEngine
import Wire

/// An explanation as JSON: who asked for what, the values of the request, each policy statement by
/// statement, which decided or came nearest, and what would allow it.
struct ExplanationDocument {
    /// Policies of more statements are shown by those that take in the action.
    private static let mostStatements = 20
    private static let mostPolicies = 40

    private let request: AccessRequest
    private let explanation: Explanation
    private let keys: [String]
    var caller: JSONValue?

    init(_ question: AccessQuestion, keys: [String]) {
        request = question.request
        explanation = question.policies.explain(question.request)
        self.keys = keys
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("action", .string(request.action)), .init("resource", .string(request.resource)),
            .init("resourceAccount", .string(request.resourceAccount)),
            .init("outcome", .string(explanation.decision.outcome.rawValue)),
            .init("reason", .string(explanation.decision.message(for: request))),
        ]
        if let caller { members.append(.init("caller", caller)) }
        if case .denied(let cause) = explanation.decision.reason {
            members.append(.init("decidedBy", Self.name(cause)))
        }
        if let nearest { members.append(.init("nearest", nearest)) }
        members.append(.init("toAllow", .array(explanation.remedies.map(remedy))))
        members.append(.init("context", context))
        members.append(.init("policies", .array(explanation.policies.prefix(Self.mostPolicies).map(Self.policy))))
        return .object(members)
    }

    private var context: JSONValue {
        let asked = explanation.policies.flatMap { $0.statements.flatMap { $0.conditions.map(\.key) } }
        var seen: Set<String> = []
        let values = (keys + asked).filter { seen.insert($0.lowercased()).inserted }.compactMap { key in
            request.context[key].map { JSONValue.Member(key, .array($0.map { .string(Self.shown($0, of: key)) })) }
        }
        return .object(values)
    }

    /// A referer may be a presigned URL, which is a right to whoever reads it.
    private static func shown(_ value: String, of key: String) -> String {
        key.lowercased() == "aws:referer" ? String(value.prefix { $0 != "?" }) : value
    }

    /// Of what comes nearest, what does not fit.
    private var nearest: JSONValue? {
        guard let (policy, statement) = explanation.nearest, !statement.matches else { return nil }
        var misses: [String] = []
        if statement.principalMatches == false { misses.append("Principal does not name the caller") }
        if statement.resourceMatches == false {
            let written = statement.resources.map(\.description).joined(separator: ", ")
            misses.append("Resource \(written) does not take in \(request.resource)")
        }
        for condition in statement.conditions where !condition.isMet {
            let found = condition.found.map { "the request has \($0)" } ?? "the request does not have it"
            misses.append("\(condition.operatorName) \(condition.key) wants \(condition.wanted), \(found)")
        }
        return .object(
            Self.place(policy.type, policy.policy, statement.sid, statement.index)
                + [.init("doesNotFit", .array(misses.map { .string($0) }))])
    }

    // MARK: What would allow it

    private func remedy(_ remedy: Explanation.Remedy) -> JSONValue {
        switch remedy {
        case .remove(let cause): ["removeOrNarrow": Self.name(cause)]
        case .allow(let type):
            ["in": .string(place(of: type)), "add": smallestStatement(type)]
        }
    }

    private func place(of type: PolicyType) -> String {
        switch type {
        case .identity: "an identity-based policy of \(request.principal.roleARN ?? request.principal.arn)"
        case .permissionsBoundary: "the permissions boundary of \(request.principal.roleARN ?? request.principal.arn)"
        case .session: "the session policies, given when the session was made"
        case .resource: "the policy of \(request.resource)"
        case .trust: "the trust policy of \(request.resource)"
        }
    }

    private func smallestStatement(_ type: PolicyType) -> JSONValue {
        var members: [JSONValue.Member] = [.init("Effect", "Allow")]
        let hasPrincipal = type == .resource || type == .trust
        if hasPrincipal { members.append(.init("Principal", principal)) }
        members.append(.init("Action", .string(request.action)))
        if type != .trust { members.append(.init("Resource", .string(request.resource))) }
        return .object(members)
    }

    private var principal: JSONValue {
        let principal = request.principal
        if let provider = principal.federatedProvider { return ["Federated": .string(provider)] }
        if let service = principal.serviceName { return ["Service": .string(service)] }
        if principal.arn.isEmpty { return "*" }
        return ["AWS": .string(principal.roleARN ?? principal.arn)]
    }

    // MARK: Policies

    private static func policy(_ trace: PolicyTrace) -> JSONValue {
        var statements = trace.statements
        if statements.count > mostStatements { statements = statements.filter(\.actionMatches) }
        let left = trace.statements.count - min(statements.count, mostStatements)
        var members: [JSONValue.Member] = [
            .init("type", .string(trace.type.rawValue)), .init("policy", .string(trace.policy)),
            .init("statements", .array(statements.prefix(mostStatements).map(statement))),
        ]
        if left > 0 { members.append(.init("statementsLeftOut", .number(String(left)))) }
        return .object(members)
    }

    private static func statement(_ trace: StatementTrace) -> JSONValue {
        var members: [JSONValue.Member] = [.init("index", .number(String(trace.index)))]
        if let sid = trace.sid, !sid.isEmpty { members.append(.init("sid", .string(sid))) }
        members.append(.init("effect", .string(trace.effect.rawValue)))
        members.append(.init("matches", .bool(trace.matches)))
        guard !trace.matches else { return .object(members) }
        members.append(.init("action", .bool(trace.actionMatches)))
        if let fits = trace.principalMatches { members.append(.init("principal", .bool(fits))) }
        if let fits = trace.resourceMatches {
            members.append(.init("resource", .bool(fits)))
            members.append(.init("resources", .array(trace.resources.map { .string($0.description) })))
        }
        if !trace.conditions.isEmpty { members.append(.init("conditions", .array(trace.conditions.map(condition)))) }
        return .object(members)
    }

    private static func condition(_ trace: ConditionTrace) -> JSONValue {
        [
            "operator": .string(trace.operatorName), "key": .string(trace.key),
            "wanted": .array(trace.wanted.map { .string($0) }),
            "found": trace.found.map { .array($0.map { .string($0) }) } ?? .null, "met": .bool(trace.isMet),
        ]
    }

    private static func name(_ cause: Decision.Cause) -> JSONValue {
        .object(place(cause.type, cause.policy, cause.sid, cause.index))
    }

    private static func place(
        _ type: PolicyType, _ policy: String, _ sid: String?, _ index: Int
    ) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("type", .string(type.rawValue)), .init("policy", .string(policy)),
        ]
        if let sid, !sid.isEmpty { members.append(.init("sid", .string(sid))) }
        return members + [.init("statement", .number(String(index)))]
    }
}

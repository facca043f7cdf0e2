import FoundationEssentials
import IAMModel
import PolicyEngine
import ServiceKit
import Wire

/// The members that both simulating operations share, and what they make of them.
struct Simulation: Sendable {
    /// A policy with what the answer calls it.
    struct Source: Sendable {
        let id: String
        let policy: NamedPolicy
        /// Of each statement in the text.
        let positions: StatementPositions

        /// - Throws: `InvalidInput`, where storing the policy would be told that it is malformed.
        init(_ id: String, _ text: String, as kind: PolicyKind) throws {
            self.id = id
            do {
                policy = NamedPolicy(id, try PolicyDocument(parsing: text, as: kind))
            } catch {
                throw ServiceError.invalidInput(error.message)
            }
            positions = try StatementPositions(text)
        }
    }

    var identity: [Source]
    var boundary: [Source]
    var resource: Source?
    var actions: [String]
    var resources: [String]
    var principal: PrincipalDescription
    var resourceAccount: String
    var context: [String: [String]]

    /// Questions of one call: actions times resources.
    private static let mostQuestions = 10_000
    /// Questions times statements of one call, a second's work or so.
    private static let mostSteps = 200_000

    /// - Throws: `InvalidInput` for actions that are none, resources without an ARN, and for too many.
    func check() throws {
        for action in actions
        where action.contains("*") || action.split(separator: ":", omittingEmptySubsequences: false).count != 2 {
            throw ServiceError.invalidInput("Invalid Action: \(action)")
        }
        for resource in resources where resource != "*" && ARN(resource) == nil {
            throw ServiceError.invalidInput("Invalid Resource: \(resource)")
        }
        let questions = actions.count * max(1, resources.count)
        let statements = (identity + boundary + [resource].compactMap(\.self)).reduce(0) {
            $0 + $1.positions.ranges.count
        }
        guard questions <= Self.mostQuestions, questions * statements <= Self.mostSteps else {
            throw ServiceError.invalidInput("Too many actions and resources to simulate.")
        }
    }

    /// One result for each of the actions; each resource that was named has its own within.
    func results(_ actions: [String]) throws -> [EvaluationResult] {
        var set = PolicySet(identity: identity.map(\.policy), resource: resource?.policy)
        // Several boundaries given are one: what any of them allows.
        set.permissionsBoundary = Self.merged(boundary.map(\.policy))
        return try actions.map { action in
            let answers = try resources.map { try answer(action, $0, set) }
            var result =
                answers.count == 1
                ? answers[0].whole(action)
                : EvaluationResult(
                    evalActionName: action, evalDecision: Self.together(answers), matchedStatements: [])
            let isOfAll = resources == ["*"]
            result.missingContextValues = isOfAll ? answers[0].missing : []
            if !isOfAll { result.resourceSpecificResults = answers.map(\.ofResource) }
            return result
        }
    }

    /// What holds for all resources: a deny of one is the whole's.
    private static func together(_ answers: [Answer]) -> PolicyEvaluationDecisionType {
        let decisions = Set(answers.map(\.decision))
        if decisions.contains(.explicitDeny) { return .explicitDeny }
        return decisions == [.allowed] ? .allowed : .implicitDeny
    }

    /// - Throws: `CancellationError` once nobody waits for it.
    private func answer(_ action: String, _ resource: String, _ set: PolicySet) throws -> Answer {
        try Task.checkCancellation()
        let request = AccessRequest(
            action: action, resource: resource, principal: principal, context: ContextValues(context),
            resourceAccount: resourceAccount)
        let explanation = set.explain(request)
        return Answer(
            resource: resource, decision: .init(rawValue: explanation.decision.outcome.rawValue),
            matched: matched(explanation), missing: missing(explanation),
            allowedByBoundary: boundary.isEmpty ? nil : Self.allows(explanation, .permissionsBoundary))
    }

    private static func merged(_ policies: [NamedPolicy]) -> NamedPolicy? {
        guard let first = policies.first else { return nil }
        return NamedPolicy(first.name, policies.dropFirst().reduce(first.document) { $0.merged(with: $1.document) })
    }

    private static func allows(_ explanation: Explanation, _ type: PolicyType) -> Bool {
        let statements = explanation.policies.filter { $0.type == type }.flatMap(\.statements).filter(\.matches)
        return statements.contains { $0.effect == .allow } && !statements.contains { $0.effect == .deny }
    }

    /// The statements that decided: those that deny, else those that allow.
    private func matched(_ explanation: Explanation) -> [IAMModel.Statement] {
        let wanted: Effect = explanation.decision.outcome == .explicitDeny ? .deny : .allow
        guard explanation.decision.outcome != .implicitDeny else { return [] }
        var found: [IAMModel.Statement] = []
        for policy in explanation.policies where policy.type != .permissionsBoundary || wanted == .deny {
            guard
                let source = (identity + boundary + [resource].compactMap(\.self)).first(where: {
                    $0.id == policy.policy
                })
            else { continue }
            let positions = source.positions.ranges
            for statement in policy.statements where statement.matches && statement.effect == wanted {
                guard positions.indices.contains(statement.index) else { continue }
                let (start, end) = positions[statement.index]
                found.append(
                    IAMModel.Statement(
                        sourcePolicyId: source.id, sourcePolicyType: .iamPolicy,
                        startPosition: Position(line: start.line, column: start.column),
                        endPosition: Position(line: end.line, column: end.column)))
            }
        }
        return found
    }

    /// The keys that statements for this action ask for and the simulation does not give.
    private func missing(_ explanation: Explanation) -> [String] {
        var seen: Set<String> = []
        return explanation.policies.flatMap(\.statements).filter(\.actionMatches).flatMap(\.conditions)
            .filter { $0.found == nil }.map(\.key).filter { seen.insert($0.lowercased()).inserted }
    }
}

/// What one action on one resource came to.
private struct Answer {
    let resource: String
    let decision: PolicyEvaluationDecisionType
    let matched: [IAMModel.Statement]
    let missing: [String]
    let allowedByBoundary: Bool?

    private var boundaryDetail: PermissionsBoundaryDecisionDetail? {
        allowedByBoundary.map { PermissionsBoundaryDecisionDetail(allowedByPermissionsBoundary: $0) }
    }

    func whole(_ action: String) -> EvaluationResult {
        EvaluationResult(
            evalActionName: action, evalResourceName: resource, evalDecision: decision, matchedStatements: matched,
            permissionsBoundaryDecisionDetail: boundaryDetail)
    }

    var ofResource: ResourceSpecificResult {
        ResourceSpecificResult(
            evalResourceName: resource, evalResourceDecision: decision, matchedStatements: matched,
            missingContextValues: missing, permissionsBoundaryDecisionDetail: boundaryDetail)
    }
}

extension PolicySourceType {
    /// What AWS answers, whatever the policy is; the model's other values are not used.
    fileprivate static let iamPolicy = PolicySourceType(rawValue: "IAM Policy")
}

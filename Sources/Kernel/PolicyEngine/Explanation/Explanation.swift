/// Why a request was decided as it was, and what would change that. Made by the same matching as the
/// decision itself; slower, so it is asked for when somebody was denied.
package struct Explanation: Sendable {
    package let decision: Decision
    package let policies: [PolicyTrace]
    /// What would have to change for the request to be allowed, all of it together; empty where it is.
    package let remedies: [Remedy]
    /// The statement that allows the action or comes nearest to it, of the type that decided.
    package let nearest: (policy: PolicyTrace, statement: StatementTrace)?

    package enum Remedy: Sendable, Equatable {
        /// The smallest statement that is missing in a policy of that type.
        case allow(PolicyType)
        /// A statement that denies, to be removed or narrowed.
        case remove(Decision.Cause)
    }
}

extension PolicySet {
    /// More types of policies than these cannot stand in the way; a deny is taken away at each step.
    private static let mostRemedies = 16

    package func explain(_ request: AccessRequest) -> Explanation {
        let subject = subject(request)
        let decision = decide(request)
        let traces = all(for: request.principal).map { type, policy in
            PolicyTrace(
                type: type, policy: policy.name,
                statements: policy.document.statements.map { $0.trace(subject) })
        }
        return Explanation(
            decision: decision, policies: traces, remedies: remedies(request, decision),
            nearest: Self.nearest(decision, traces))
    }

    /// Every policy that bears on the request, with its type, in the order of evaluation.
    private func all(for principal: PrincipalDescription) -> [(PolicyType, NamedPolicy)] {
        var all: [(PolicyType, NamedPolicy)] = []
        if principal.hasOwnPolicies {
            all += identity.map { (.identity, $0) }
            all += (permissionsBoundary.map { [$0] } ?? []).map { (.permissionsBoundary, $0) }
            all += (session ?? []).map { (.session, $0) }
        }
        return all + (resource.map { [(resourceType, $0)] } ?? [])
    }

    /// Mends the set step by step until it allows, and says what it took.
    private func remedies(_ request: AccessRequest, _ first: Decision) -> [Explanation.Remedy] {
        var set = self
        var decision = first
        var remedies: [Explanation.Remedy] = []
        while !decision.isAllowed, remedies.count < Self.mostRemedies {
            switch decision.reason {
            case .root, .allowed, .aclGranted: return remedies
            case .denied(let cause):
                remedies.append(.remove(cause))
                set.remove(cause)
            case .nothingAllows(let type):
                remedies.append(.allow(type))
                set.allowEverything(type)
            }
            decision = set.decide(request)
        }
        return remedies
    }

    private static func nearest(
        _ decision: Decision, _ traces: [PolicyTrace]
    ) -> (policy: PolicyTrace, statement: StatementTrace)? {
        switch decision.reason {
        case .root, .aclGranted: return nil
        case .allowed(let cause), .denied(let cause):
            guard let policy = traces.first(where: { $0.type == cause.type && $0.policy == cause.policy }),
                let statement = policy.statements.first(where: { $0.index == cause.index })
            else { return nil }
            return (policy, statement)
        case .nothingAllows(let type):
            let candidates = traces.filter { $0.type == type }.flatMap { policy in
                policy.statements.filter { $0.effect == .allow && $0.actionMatches }.map { (policy, $0) }
            }
            return candidates.max { $0.1.nearness < $1.1.nearness }
        }
    }

    private mutating func remove(_ cause: Decision.Cause) {
        func without(_ policy: NamedPolicy) -> NamedPolicy {
            policy.name == cause.policy
                ? NamedPolicy(policy.name, policy.document.removing(statement: cause.index)) : policy
        }
        switch cause.type {
        case .identity: identity = identity.map(without)
        case .permissionsBoundary: permissionsBoundary = permissionsBoundary.map(without)
        case .session: session = session?.map(without)
        case .resource, .trust: resource = resource.map(without)
        }
    }

    private mutating func allowEverything(_ type: PolicyType) {
        let everything = NamedPolicy("", .allowingEverything(toEveryone: type == .resource || type == .trust))
        switch type {
        case .identity: identity.append(everything)
        case .permissionsBoundary:
            permissionsBoundary = NamedPolicy(
                permissionsBoundary?.name ?? "",
                (permissionsBoundary?.document ?? everything.document).adding(everything.document))
        case .session: session = (session ?? []) + [everything]
        case .resource, .trust:
            resource = NamedPolicy(
                resource?.name ?? "", (resource?.document ?? everything.document).adding(everything.document))
        }
    }
}

extension PolicyDocument {
    fileprivate static func allowingEverything(toEveryone hasPrincipal: Bool) -> PolicyDocument {
        PolicyDocument(
            kind: hasPrincipal ? .resource : .identity, version: "2012-10-17", id: nil,
            statements: [
                Statement(
                    // Of no policy that is there.
                    index: -1, sid: nil, effect: .allow,
                    principals: hasPrincipal ? PrincipalElement(list: [.everyone], isNegated: false) : nil,
                    actions: ActionElement(["*"], isNegated: false),
                    resources: ResourceElement(["*"], isNegated: false, hasVariables: false), conditions: [])
            ])
    }

    func adding(_ other: PolicyDocument) -> PolicyDocument {
        PolicyDocument(kind: kind, version: version, id: id, statements: statements + other.statements)
    }

    fileprivate func removing(statement index: Int) -> PolicyDocument {
        PolicyDocument(kind: kind, version: version, id: id, statements: statements.filter { $0.index != index })
    }
}

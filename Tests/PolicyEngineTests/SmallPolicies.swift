import PolicyEngine

/// A statement simple enough to be judged by a few lines: patterns, one condition, one principal.
struct SmallStatement {
    var isAllow: Bool
    var action: String
    var resource: String
    /// A key and the value that it must equal.
    var condition: (key: String, value: String)?
    /// In policies of resources.
    var principal: SmallPrincipal?

    var json: String {
        let condition = condition.map { #","Condition":{"StringEquals":{"\#($0.key)":"\#($0.value)"}}"# } ?? ""
        let principal = principal.map { #""Principal":\#($0.json),"# } ?? ""
        return #"{\#(principal)"Effect":"\#(isAllow ? "Allow" : "Deny")","Action":"\#(action)","#
            + #""Resource":"\#(resource)"\#(condition)}"#
    }

    static func allowingEverything(to principal: SmallPrincipal?) -> SmallStatement {
        SmallStatement(isAllow: true, action: "*", resource: "*", principal: principal)
    }
}

enum SmallPrincipal: CaseIterable {
    case everyone, account, user, role, session, federated, service, somebodyElse

    var json: String {
        switch self {
        case .everyone: #""*""#
        case .account: #"{"AWS":"111122223333"}"#
        case .user: #"{"AWS":"\#(Who.userARN)"}"#
        case .role: #"{"AWS":"\#(Who.roleARN)"}"#
        case .session: #"{"AWS":"\#(Who.sessionARN)"}"#
        case .federated: #"{"AWS":"\#(Who.federatedARN)"}"#
        case .service: #"{"Service":"lambda.amazonaws.com"}"#
        case .somebodyElse: #"{"AWS":"arn:aws:iam::444455556666:user/eve"}"#
        }
    }
}

/// Every policy that bears on a request, small.
struct SmallSet {
    /// By the policies' names.
    var identity: [String: [SmallStatement]] = [:]
    var boundary: [SmallStatement]?
    var session: [String: [SmallStatement]]?
    var resource: [SmallStatement]?
    var isTrust = false
    var isElsewhere = false

    func policySet() throws -> PolicySet {
        PolicySet(
            identity: try identity.sorted { $0.key < $1.key }.map { try Self.named($0.key, $0.value) },
            permissionsBoundary: try boundary.map { try Self.named("boundary", $0) },
            session: try session?.sorted { $0.key < $1.key }.map { try Self.named($0.key, $0.value) },
            resource: try resource.map { try Self.named("resource", $0, as: .resource) }, resourceMustAllow: isTrust)
    }

    private static func named(
        _ name: String, _ statements: [SmallStatement], as kind: PolicyKind = .identity
    ) throws -> NamedPolicy {
        // Policies have a statement; this one says nothing of any request.
        let nothing = SmallStatement(
            isAllow: true, action: "no:Action", resource: "*", principal: kind == .resource ? .somebodyElse : nil)
        let texts = (statements.isEmpty ? [nothing] : statements).map(\.json)
        return NamedPolicy(
            name,
            try PolicyDocument(
                parsing: #"{"Version":"2012-10-17","Statement":["# + texts.joined(separator: ",") + "]}", as: kind))
    }

    /// What an explanation says would allow a request, done.
    func mended(by remedies: [Explanation.Remedy]) -> SmallSet {
        var set = self
        var removed: [String: Set<Int>] = [:]
        for remedy in remedies {
            switch remedy {
            case .remove(let cause): removed[cause.policy, default: []].insert(cause.index)
            case .allow: break
            }
        }
        for (policy, places) in removed { set.remove(places, from: policy) }
        for remedy in remedies {
            switch remedy {
            case .remove: break
            case .allow(.identity): set.identity["added"] = [.allowingEverything(to: nil)]
            case .allow(.permissionsBoundary): set.boundary = (set.boundary ?? []) + [.allowingEverything(to: nil)]
            case .allow(.session): set.session?["session-added"] = [.allowingEverything(to: nil)]
            case .allow(.resource), .allow(.trust):
                set.resource = (set.resource ?? []) + [.allowingEverything(to: .everyone)]
            }
        }
        return set
    }

    private mutating func remove(_ places: Set<Int>, from policy: String) {
        func rest(_ statements: [SmallStatement]) -> [SmallStatement] {
            statements.enumerated().filter { !places.contains($0.offset) }.map(\.element)
        }
        switch policy {
        case "boundary": boundary = boundary.map(rest)
        case "resource": resource = resource.map(rest)
        default:
            identity[policy] = identity[policy].map(rest)
            if let statements = session?[policy] { session?[policy] = rest(statements) }
        }
    }
}

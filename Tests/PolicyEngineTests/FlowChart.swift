/// AWS's flow charts of a decision, written down a second time and as plainly as can be: no compiled patterns, no
/// ranks of matches. It knows small policies only, and is what the engine is held against.
struct FlowChart {
    let set: SmallSet
    let who: String
    let action: String
    let resource: String
    let context: [String: String]

    /// `allowed`, `explicitDeny` or `implicitDeny`.
    var outcome: String {
        let hasOwnPolicies = ["user", "session", "federated"].contains(who)
        var everything = set.resource ?? []
        if hasOwnPolicies {
            everything += set.identity.values.joined()
            everything += set.boundary ?? []
            everything += (set.session ?? [:]).values.joined()
        }
        if everything.contains(where: { !$0.isAllow && applies($0) }) { return "explicitDeny" }
        return isAllowed ? "allowed" : "implicitDeny"
    }

    private var isAllowed: Bool {
        let grants = (set.resource ?? []).filter { $0.isAllow && applies($0) }.compactMap(\.principal)
        switch who {
        case "anonymous": return grants.contains(.everyone)
        case "service": return grants.contains(.everyone) || grants.contains(.service)
        case "root":
            if set.isElsewhere || set.isTrust { return !grants.isEmpty }
            return true
        default: break
        }
        if set.isElsewhere { return !grants.isEmpty && ownPoliciesAllow(withRoleGrant: false) }
        if set.isTrust, grants.isEmpty { return false }
        // Directly: everyone, the user, or the session itself. Neither boundary nor session policy limits it.
        if grants.contains(.everyone) || grants.contains(self.direct) { return true }
        let role: SmallPrincipal? = who == "session" ? .role : who == "federated" ? .user : nil
        return ownPoliciesAllow(withRoleGrant: grants.contains { $0 == role })
    }

    private var direct: SmallPrincipal {
        switch who {
        case "user": .user
        case "session": .session
        default: .federated
        }
    }

    private func ownPoliciesAllow(withRoleGrant isGranted: Bool) -> Bool {
        guard isGranted || allows(Array(set.identity.values.joined())) else { return false }
        if let boundary = set.boundary, !allows(boundary) { return false }
        if let session = set.session, !allows(Array(session.values.joined())) { return false }
        return true
    }

    private func allows(_ statements: [SmallStatement]) -> Bool {
        statements.contains { $0.isAllow && applies($0) }
    }

    private func applies(_ statement: SmallStatement) -> Bool {
        guard Self.like(Array(statement.action.lowercased()), Array(action.lowercased())),
            Self.like(Array(statement.resource), Array(resource))
        else { return false }
        if let condition = statement.condition, context[condition.key] != condition.value { return false }
        return statement.principal.map(names) ?? true
    }

    private func names(_ principal: SmallPrincipal) -> Bool {
        switch principal {
        case .everyone: true
        case .account: ["root", "user", "session", "federated"].contains(who)
        case .user: who == "user" || who == "federated"
        case .role, .session: who == "session"
        case .federated: who == "federated"
        case .service: who == "service"
        case .somebodyElse: false
        }
    }

    /// Wildcards as a definition has them, without regard to cost.
    private static func like(_ pattern: [Character], _ text: [Character]) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = Array(pattern.dropFirst())
        if first == "*" { return (0...text.count).contains { like(rest, Array(text.dropFirst($0))) } }
        guard let character = text.first, first == "?" || first == character else { return false }
        return like(rest, Array(text.dropFirst()))
    }
}

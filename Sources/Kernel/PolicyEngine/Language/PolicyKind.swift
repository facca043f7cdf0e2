/// Where a policy stands: it decides which elements it must and must not have.
package enum PolicyKind: Sendable, Equatable {
    /// Inline policies of users, groups and roles.
    case identity
    /// Managed policies, permissions boundaries among them; version 2012-10-17 only.
    case managed
    /// A policy given with the request for a session.
    case session
    /// A role's trust policy.
    case trust
    /// A policy of a bucket, a function or another resource.
    case resource

    var hasPrincipal: Bool { self == .trust || self == .resource }
}

/// A policy that is not one, with AWS's sentence.
package struct MalformedPolicy: Error, Equatable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}

extension MalformedPolicy {
    static func syntax(_ kind: PolicyKind) -> MalformedPolicy {
        MalformedPolicy(kind == .resource ? "Invalid policy syntax." : "Syntax errors in policy.")
    }

    static let vendorMissing = MalformedPolicy(
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")

    static func unknownField(_ name: String, _ kind: PolicyKind) -> MalformedPolicy {
        kind.hasPrincipal ? MalformedPolicy("Unknown field \(name)") : .syntax(kind)
    }

    static func missing(_ name: String, _ kind: PolicyKind) -> MalformedPolicy {
        if kind.hasPrincipal { return MalformedPolicy("Missing required field \(name)") }
        switch name {
        case "Action": return MalformedPolicy("Policy statement must contain actions.")
        case "Resource": return MalformedPolicy("Policy statement must contain resources.")
        default: return .syntax(kind)
        }
    }
}

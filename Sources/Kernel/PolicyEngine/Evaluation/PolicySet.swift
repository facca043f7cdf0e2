/// What a policy is to a request.
package enum PolicyType: String, Sendable, Hashable {
    case identity = "identity-based policy"
    case permissionsBoundary = "permissions boundary"
    case session = "session policy"
    case resource = "resource-based policy"
    case trust = "role trust policy"

    /// The type with its article, as AWS's sentences have it.
    var phrase: String {
        switch self {
        case .identity: "an \(rawValue)"
        case .trust: "the \(rawValue)"
        case .permissionsBoundary, .session, .resource: "a \(rawValue)"
        }
    }
}

/// A compiled policy with the name it is known by: an ARN, or an inline policy's name.
package struct NamedPolicy: Sendable {
    package var name: String
    package var document: PolicyDocument

    package init(_ name: String, _ document: PolicyDocument) {
        self.name = name
        self.document = document
    }
}

/// Every policy that bears on a request.
package struct PolicySet: Sendable {
    /// Policies of the user, its groups, or the role.
    package var identity: [NamedPolicy]
    package var permissionsBoundary: NamedPolicy?
    /// Nil if the session was made without session policies, which is not the same as with none.
    package var session: [NamedPolicy]?
    package var resource: NamedPolicy?
    /// What an access control list grants, beside the resource's policy.
    package var aclGrant: PrincipalMatch?
    /// Trust policies must allow in any case: a principal's own policies do not do.
    package var resourceMustAllow: Bool

    package init(
        identity: [NamedPolicy] = [], permissionsBoundary: NamedPolicy? = nil,
        session: [NamedPolicy]? = nil, resource: NamedPolicy? = nil, aclGrant: PrincipalMatch? = nil,
        resourceMustAllow: Bool = false
    ) {
        self.identity = identity
        self.permissionsBoundary = permissionsBoundary
        self.session = session
        self.resource = resource
        self.aclGrant = aclGrant
        self.resourceMustAllow = resourceMustAllow
    }
}

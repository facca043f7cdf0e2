import PolicyEngine

/// One action on one resource that an operation needs.
package struct Permission: Sendable {
    /// `s3:GetObject`
    package var action: String
    /// The ARN, or `*` where AWS names none.
    package var resource: String
    /// Whose resource it is; the caller's own account where nothing else is said.
    package var resourceAccount: String?
    /// Values for condition keys of the service, such as `s3:prefix`.
    package var context: [String: [String]]
    /// Finds values of further keys, only when a policy asks for them.
    package var finder: (any FindsConditionValues)?
    /// Whether AWS names the resource in a denial; it does not where there is no single one.
    package var namesResource: Bool
    /// How a denial names the resource, where AWS does not by its ARN: `role reader`.
    package var shownAs: String?
    /// The resource's own policy, where it has one.
    package var resourcePolicy: NamedPolicy?
    /// What an access control list of the resource grants the caller.
    package var aclGrant: PrincipalMatch?

    package init(
        _ action: String, on resource: String, in resourceAccount: String? = nil,
        context: [String: [String]] = [:], namesResource: Bool = true, resourcePolicy: NamedPolicy? = nil,
        aclGrant: PrincipalMatch? = nil, shownAs: String? = nil, finder: (any FindsConditionValues)? = nil
    ) {
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.context = context
        self.namesResource = namesResource
        self.resourcePolicy = resourcePolicy
        self.aclGrant = aclGrant
        self.shownAs = shownAs
        self.finder = finder
    }
}

/// Knows values of condition keys that few policies ask for.
package protocol FindsConditionValues: Sendable {
    /// The keys it may have a value for, as AWS writes them.
    var keys: [String] { get }
    func values(_ lowercaseKey: String) -> [String]?
}

/// Decides whether a caller may do something. IAM is the one who knows.
package protocol Authorizes: Sendable {
    /// Denials are noted on the call's trail, explained.
    func decide(_ permission: Permission, _ call: Call) async throws -> Decision
}

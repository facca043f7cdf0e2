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
    /// Finds values of further keys, asked for in lower case, only when a policy asks for them.
    package var found: (@Sendable (_ lowercaseKey: String) -> [String]?)?
    /// Whether AWS names the resource in a denial; it does not where there is no single one.
    package var namesResource: Bool
    /// The resource's own policy, where it has one.
    package var resourcePolicy: NamedPolicy?

    package init(
        _ action: String, on resource: String, in resourceAccount: String? = nil,
        context: [String: [String]] = [:], namesResource: Bool = true, resourcePolicy: NamedPolicy? = nil,
        finding found: (@Sendable (_ lowercaseKey: String) -> [String]?)? = nil
    ) {
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.context = context
        self.namesResource = namesResource
        self.resourcePolicy = resourcePolicy
        self.found = found
    }
}

/// Decides whether a caller may do something. IAM is the one who knows.
package protocol Authorizes: Sendable {
    /// Denials are noted on the call's trail, explained.
    func decide(_ permission: Permission, _ call: Call) async throws -> Decision
}

import FoundationEssentials

/// What an OpenID token of this service says: which identity it is of, and how its user signed in.
struct IdentityToken: Sendable {
    static let authenticated = "authenticated"
    static let unauthenticated = "unauthenticated"

    var identityID: String
    var poolID: String
    /// `amr`
    var methods: [String]
    /// What sessions made with the token are tagged with.
    var principalTags: [String: String]
    var expiresAt: Date

    var isAuthenticated: Bool { methods.contains(Self.authenticated) }
}

import ServiceKit

/// Where a sign-in happens: what every step of it needs.
struct SignInContext: Sendable {
    var pool: UserPool
    var client: UserPoolClient
    var call: Call
    /// The request's ClientMetadata, handed on to triggers.
    var metadata: [String: String]?
    /// The flows of administrators' operations take what those of everybody do not.
    var byAdministrator = false
}

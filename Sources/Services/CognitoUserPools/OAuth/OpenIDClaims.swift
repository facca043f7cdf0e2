/// Which attributes the scopes of a grant let out (OpenID Connect Core 5.4). With `openid` alone
/// Cognito gives all that the client may read.
struct OpenIDClaims {
    private let email: Bool
    private let phone: Bool
    private let profile: Bool
    private let all: Bool

    /// Nil for a sign-in by API, which knows no scopes.
    init(scopes: [String]?) {
        let scopes = scopes ?? ["openid"]
        email = scopes.contains("email")
        phone = scopes.contains("phone")
        profile = scopes.contains("profile")
        all = !email && !phone && !profile
    }

    func include(_ name: String) -> Bool {
        switch name {
        case "identities": true
        case "email", "email_verified": all || email
        case "phone_number", "phone_number_verified": all || phone
        default: all || profile
        }
    }
}

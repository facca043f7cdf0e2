import CognitoUserPoolsModel
import ServiceKit

/// What a provider's details must and may hold, by its type, and what AWS adds to them.
struct ProviderDetails {
    let type: IdentityProviderTypeType

    static let secretNames: Set<String> = ["client_secret", "private_key"]

    /// The whole, with the endpoints of providers that everybody knows.
    func checked(_ given: [String: String]) throws -> [String: String] {
        try requireServed()
        let missing = required.filter { given[$0, default: ""].isEmpty }
        guard missing.isEmpty else {
            throw ServiceError.invalidParameter(
                "Missing required identity provider details: \(missing.joined(separator: ", ")).")
        }
        let unknown = given.keys.filter { !required.contains($0) && !optional.contains($0) && known[$0] == nil }
        guard unknown.isEmpty else {
            throw ServiceError.invalidParameter(
                "Unsupported identity provider details: \(unknown.sorted().joined(separator: ", ")).")
        }
        if type == .oidc { try checkOIDC(given) }
        return given.filter { !$0.value.isEmpty }.merging(known) { given, _ in given }
    }

    func requireServed() throws {
        // Apple's client secret is a token that its private key signs each time: that is not served.
        guard type == .oidc || Self.wellKnown[type] != nil, type != .signInWithApple else {
            throw ServiceError.invalidParameter("\(type.rawValue) is not supported.")
        }
    }

    private var required: [String] {
        switch type {
        case .oidc: ["client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"]
        case .signInWithApple: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"]
        default: ["client_id", "client_secret", "authorize_scopes"]
        }
    }

    private var optional: Set<String> {
        type == .oidc
            ? [
                "client_secret", "authorize_url", "token_url", "attributes_url", "jwks_uri",
                "attributes_url_add_attributes",
            ] : []
    }

    private var known: [String: String] {
        type == .oidc ? ["attributes_url_add_attributes": "false"] : Self.wellKnown[type] ?? [:]
    }

    private func checkOIDC(_ details: [String: String]) throws {
        guard ["GET", "POST"].contains(details["attributes_request_method"]) else {
            throw ServiceError.invalidParameter("attributes_request_method must be GET or POST.")
        }
        guard details["authorize_scopes", default: ""].split(separator: " ").contains("openid") else {
            throw ServiceError.invalidParameter("authorize_scopes must contain openid.")
        }
        for name in ["oidc_issuer", "authorize_url", "token_url", "attributes_url", "jwks_uri"] {
            guard let url = details[name], !url.isEmpty, !Self.isAddress(url) else { continue }
            throw ServiceError.invalidParameter("\(name) must be an absolute https address.")
        }
    }

    /// https, or http for this machine only.
    static func isAddress(_ url: String) -> Bool {
        guard url.utf8.count <= 2048, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
        let rest: Substring
        if url.hasPrefix("https://") {
            rest = url.dropFirst(8)
        } else if url.hasPrefix("http://") {
            rest = url.dropFirst(7)
        } else {
            return false
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains("@") else { return false }
        guard url.hasPrefix("http:") else { return true }
        if authority.hasPrefix("[::1]") { return true }
        let host = authority.prefix { $0 != ":" }
        return host == "localhost" || host == "127.0.0.1" || host.hasSuffix(".localhost")
    }

    private static let wellKnown: [IdentityProviderTypeType: [String: String]] = [
        .google: [
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true", "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "oidc_issuer": "https://accounts.google.com", "token_request_method": "POST",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
        ],
        .loginWithAmazon: [
            "attributes_url": "https://api.amazon.com/user/profile", "attributes_url_add_attributes": "false",
            "authorize_url": "https://www.amazon.com/ap/oa", "token_request_method": "POST",
            "token_url": "https://api.amazon.com/auth/o2/token",
        ],
        .signInWithApple: [
            "attributes_url_add_attributes": "false", "authorize_url": "https://appleid.apple.com/auth/authorize",
            "oidc_issuer": "https://appleid.apple.com", "token_request_method": "POST",
            "token_url": "https://appleid.apple.com/auth/token",
        ],
    ]

    /// The claim that tells the provider's user.
    var subjectClaim: String { type == .loginWithAmazon ? "user_id" : "sub" }
}

/// Which attribute gets which claim.
struct AttributeMapping {
    let pool: UserPool
    let type: IdentityProviderTypeType

    /// The whole, with AWS's default for the username.
    func checked(_ given: [String: String]) throws -> [String: String] {
        for (attribute, claim) in given.sorted(by: { $0.key < $1.key }) {
            let isMappable =
                attribute == "username" || (pool.attribute(attribute) != nil && !Self.fixed.contains(attribute))
            guard isMappable, !claim.isEmpty else {
                throw ServiceError.invalidParameter("Invalid attribute mapping: \(attribute) cannot be mapped.")
            }
        }
        return given.merging(["username": ProviderDetails(type: type).subjectClaim]) { given, _ in given }
    }

    private static let fixed: Set<String> = ["sub", "identities"]
}

extension IdentityProvider {
    /// Where an OpenID Connect sign-in goes; what is nil is asked of the issuer's discovery document.
    struct Endpoints: Sendable {
        var issuer: String?
        var authorize: String?
        var token: String?
        var userInfo: String?
        var keySet: String?
    }

    /// The provider's own words where it has any. Google's and Apple's endpoints are those of OpenID Connect, by
    /// their published discovery documents, not those AWS shows.
    var endpoints: Endpoints {
        switch type {
        case .google:
            Endpoints(
                issuer: "https://accounts.google.com", authorize: "https://accounts.google.com/o/oauth2/v2/auth",
                token: "https://oauth2.googleapis.com/token",
                userInfo: "https://openidconnect.googleapis.com/v1/userinfo",
                keySet: "https://www.googleapis.com/oauth2/v3/certs")
        case .signInWithApple:
            Endpoints(
                issuer: "https://appleid.apple.com", authorize: "https://appleid.apple.com/auth/authorize",
                token: "https://appleid.apple.com/auth/token", keySet: "https://appleid.apple.com/auth/keys")
        default:
            Endpoints(
                issuer: details["oidc_issuer"], authorize: details["authorize_url"], token: details["token_url"],
                userInfo: details["attributes_url"], keySet: details["jwks_uri"])
        }
    }

    /// The claim that tells the provider's user.
    var subjectClaim: String { attributeMapping["username"] ?? ProviderDetails(type: type).subjectClaim }
}

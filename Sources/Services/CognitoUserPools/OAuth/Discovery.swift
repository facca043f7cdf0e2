import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// The documents by which programs verify a pool's tokens.
extension CognitoUserPools {
    /// The discovery document or key set that a request is for; nil for any other request.
    func verificationDocument(_ request: PageRequest) async throws -> PageReply? {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[2] == ".well-known", parts[1].contains("_"),
            parts[1].utf8.count <= 55, let document = Document(rawValue: String(parts[3]))
        else { return nil }
        if request.method == "OPTIONS" {
            return CrossOrigin.preflight(request, methods: "GET, HEAD, OPTIONS").pageReply()
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return reply(405, Self.message("Method Not Allowed"))
        }
        let id = String(parts[1])
        let found = try await store.read { snapshot -> (UserPool, [SigningKey], [UserPoolDomain])? in
            guard let pool = try snapshot.find(UserPool.self, UserPool.key(id)) else { return nil }
            let keys: [SigningKey] = try snapshot.list(prefix: SigningKey.listing(id), limit: 100).records
            return (pool, keys, try snapshot.domains(of: pool))
        }
        guard let (pool, keys, domains) = found else {
            return reply(404, Self.message("User pool \(id) does not exist."))
        }
        let domain = domains.first { !$0.isCustom } ?? domains.first
        var answer = reply(
            200, document == .keys ? Self.keySet(of: keys, in: pool) : discovery(of: pool, domain?.name))
        // The endpoints change with the pool's domain, the keys only with their rotation.
        answer.headers.set("Cache-Control", document == .keys ? "public, max-age=86400" : "public, max-age=60")
        return answer
    }

    private enum Document: String {
        case discovery = "openid-configuration"
        case keys = "jwks.json"
    }

    private func reply(_ status: Int, _ body: [UInt8]) -> PageReply {
        var reply = PageReply(status: status, contentType: "application/json", body: body)
        reply.headers.set("Access-Control-Allow-Origin", "*")
        reply.headers.set("X-Content-Type-Options", "nosniff")
        return reply
    }

    /// OpenID Connect Discovery 1.0, section 3. The endpoints are named once the pool has a domain.
    private func discovery(of pool: UserPool, _ domain: String?) -> [UInt8] {
        let base = domain.map { issuers.publicURL + HostedAddress.pathPrefix + $0 }
        var writer = JSONWriter(reserving: 1536)
        writer.beginObject()
        if let base {
            writer.claim("authorization_endpoint", base + "/oauth2/authorize")
            writer.claim("end_session_endpoint", base + "/logout")
        }
        writer.texts("claims_supported", Self.claimsSupported)
        writer.texts("code_challenge_methods_supported", ["S256"])
        writer.texts(
            "grant_types_supported", ["authorization_code", "implicit", "refresh_token", "client_credentials"])
        writer.texts("id_token_signing_alg_values_supported", ["RS256"])
        writer.claim("issuer", issuers.issuer(poolID: pool.id, region: pool.region))
        writer.claim("jwks_uri", issuers.pages(poolID: pool.id) + "/.well-known/jwks.json")
        writer.texts("response_types_supported", ["code", "token"])
        if let base { writer.claim("revocation_endpoint", base + "/oauth2/revoke") }
        writer.texts("scopes_supported", ["openid", "email", "phone", "profile"])
        writer.texts("subject_types_supported", ["public"])
        if let base { writer.claim("token_endpoint", base + "/oauth2/token") }
        writer.texts("token_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"])
        writer.texts("ui_locales_supported", ["en", "ko"])
        if let base { writer.claim("userinfo_endpoint", base + "/oauth2/userInfo") }
        writer.endObject()
        return writer.bytes
    }

    private static let claimsSupported = [
        "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "email", "email_verified",
        "phone_number", "phone_number_verified", "name", "given_name", "family_name", "middle_name", "nickname",
        "preferred_username", "profile", "picture", "website", "gender", "birthdate", "zoneinfo", "locale",
        "updated_at", "address",
    ]

    /// RFC 7517; the key of ID tokens first, as AWS has it.
    private static func keySet(of keys: [SigningKey], in pool: UserPool) -> [UInt8] {
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.key("keys")
        let ordered = keys.filter { $0.id == pool.idKeyID } + keys.filter { $0.id != pool.idKeyID }
        writer.list(ordered) { writer, key in
            writer.beginObject()
            writer.claim("alg", "RS256")
            writer.claim("e", Base64URL.encode(key.exponent))
            writer.claim("kid", key.id)
            writer.claim("kty", "RSA")
            writer.claim("n", Base64URL.encode(key.modulus))
            writer.claim("use", "sig")
            writer.endObject()
        }
        writer.endObject()
        return writer.bytes
    }

    private static func message(_ text: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.claim("message", text)
        writer.endObject()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func texts(_ name: String, _ values: [String]) {
        key(name)
        list(values) { writer, value in writer.string(value) }
    }
}

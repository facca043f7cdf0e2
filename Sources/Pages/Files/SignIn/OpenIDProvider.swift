import Crypto
import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Wire

/// The user pool as an OpenID Connect provider: where people sign in, and where codes become tokens.
package struct OpenIDProvider: Sendable {
    package struct Tokens: Sendable {
        var id: String
        var access: String
        /// What renewing leaves out stays as it was.
        var refresh: String?
        /// When the first of them ends: a client may have them live for different times.
        var expireAt: Date

        package init(id: String, access: String, refresh: String?, expireAt: Date) {
            self.id = id
            self.access = access
            self.refresh = refresh
            self.expireAt = expireAt
        }
    }

    /// A sign-in or a renewal that came to nothing.
    struct Refusal: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// The provider is there and does not say: nothing is known of the user by that.
    package struct Unavailable: Error { var status: Int }

    let settings: FilesSettings
    let documents: ProviderDocuments
    let http: any CallsHTTP

    package init(settings: FilesSettings, documents: ProviderDocuments, http: any CallsHTTP) {
        self.settings = settings
        self.documents = documents
        self.http = http
    }

    private static let clockTolerance: TimeInterval = 60

    private func endpoint(_ name: String, at now: Date) async throws -> String {
        let document = try await documents.discovery(of: settings.issuer, at: settings.metadataURL, time: now)
        guard let endpoint = document[name]?.string else { throw Refusal("the provider has no \(name)") }
        return endpoint
    }

    // MARK: Addresses for browsers

    func authorizationAddress(_ attempt: SignInAttempt, at now: Date) async throws -> String {
        let challenge = Base64URL.encode(SHA256.hash(data: Array(attempt.verifier.utf8)))
        return try await endpoint("authorization_endpoint", at: now) + "?"
            + Self.query([
                ("response_type", "code"), ("client_id", settings.clientID),
                ("redirect_uri", settings.address + "/authorize"), ("scope", "openid email"),
                ("state", attempt.state), ("nonce", attempt.nonce), ("code_challenge", challenge),
                ("code_challenge_method", "S256"), ("lang", attempt.language),
            ])
    }

    /// Ends the pool's own session too, and comes back.
    func signOutAddress(at now: Date) async throws -> String {
        let login = try await endpoint("authorization_endpoint", at: now)
        let base = login.hasSuffix("/oauth2/authorize") ? String(login.dropLast("/oauth2/authorize".count)) : login
        return base + "/logout?"
            + Self.query([("client_id", settings.clientID), ("logout_uri", settings.address + "/")])
    }

    // MARK: Tokens

    func tokens(forCode code: String, _ attempt: SignInAttempt, at now: Date) async throws -> Tokens {
        let tokens = try await ask(
            [
                ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", settings.address + "/authorize"), ("code_verifier", attempt.verifier),
            ], at: now)
        let claims = try await verified(tokens.id, at: now)
        guard claims["nonce"]?.string == attempt.nonce else { throw Refusal("the token is of another sign-in") }
        return tokens
    }

    func renewed(_ refresh: String, at now: Date) async throws -> Tokens {
        try await ask([("grant_type", "refresh_token"), ("refresh_token", refresh)], at: now)
    }

    /// The claims of an ID token that is the provider's own and for this application (OpenID Connect Core, 3.1.3.7).
    func verified(_ text: String, at now: Date) async throws -> JSONValue {
        guard let token = SignedToken(text) else { throw Refusal("the provider's token is malformed") }
        let keySet = try await endpoint("jwks_uri", at: now)
        guard let key = try await documents.key(token.keyID, inSetAt: keySet, at: now), key.isSigned(token) else {
            throw Refusal("the provider's token is not signed by its key")
        }
        let claims = token.payload
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string].compactMap { $0 }
        guard claims["iss"]?.string == settings.issuer, audiences.contains(settings.clientID),
            claims["token_use"]?.string ?? "id" == "id", let expiry = claims["exp"]?.int,
            now.timeIntervalSince1970 < Double(expiry) + Self.clockTolerance
        else { throw Refusal("the provider's token is not for this application") }
        return claims
    }

    /// Whether the pool still knows the user of the token as one who may sign in.
    func knows(_ accessToken: String, at now: Date) async throws -> Bool {
        let answer = try await http.call(
            OutboundRequest(
                url: try await endpoint("userinfo_endpoint", at: now),
                headers: [("Authorization", "Bearer \(accessToken)"), ("Accept", "application/json")]))
        // What fails for another reason ends nobody's session.
        return answer.status != 400 && answer.status != 401 && answer.status != 403
    }

    /// Ends the refresh token and all that came of it (RFC 7009); nobody waits for it to be true.
    func revoke(_ refresh: String, at now: Date) async {
        guard let address = try? await endpoint("revocation_endpoint", at: now) else { return }
        _ = try? await http.call(form(address, [("token", refresh)]))
    }

    private func ask(_ fields: [(String, String)], at now: Date) async throws -> Tokens {
        let answer = try await http.call(form(try await endpoint("token_endpoint", at: now), fields))
        guard answer.status < 500, answer.status != 429 else { throw Unavailable(status: answer.status) }
        let document = try? JSONValue(parsing: answer.body)
        guard answer.status == 200, let id = document?["id_token"]?.string,
            let access = document?["access_token"]?.string
        else { throw Refusal("the provider refused: \(document?["error"]?.string ?? "status \(answer.status)")") }
        let accessEnd = now.addingTimeInterval(Double(document?["expires_in"]?.int ?? 3600))
        let idEnd = SignedToken(id)?.payload["exp"]?.int.map { Date(timeIntervalSince1970: Double($0)) }
        return Tokens(
            id: id, access: access, refresh: document?["refresh_token"]?.string,
            expireAt: min(accessEnd, idEnd ?? accessEnd))
    }

    private func form(_ address: String, _ fields: [(String, String)]) -> OutboundRequest {
        let pair = PercentCoding.encode(settings.clientID) + ":" + PercentCoding.encode(settings.clientSecret)
        return OutboundRequest(
            method: "POST", url: address,
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
                ("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()),
            ], body: Array(Self.query(fields).utf8))
    }

    private static func query(_ fields: [(String, String)]) -> String {
        fields.map { PercentCoding.encode($0.0) + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
    }
}

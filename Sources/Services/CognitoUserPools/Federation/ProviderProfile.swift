import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Wire

/// What a provider says of somebody.
struct ProviderProfile: Sendable {
    var tokenResponse: JSONValue
    /// The ID token's claims; empty where the provider issues none.
    var idToken: JSONValue
    var userInfo: JSONValue

    /// All claims, those of the user information first.
    var claims: [String: String] {
        (idToken.flattened).merging(userInfo.flattened) { _, later in later }
    }
}

extension JSONValue {
    /// Members as texts; lists and objects as JSON.
    fileprivate var flattened: [String: String] {
        var texts = textMembers ?? [:]
        for member in members ?? [] where texts[member.key] == nil {
            if case .null = member.value { continue }
            texts[member.key] = String(decoding: member.value.serialized(), as: UTF8.self)
        }
        return texts
    }
}

extension CognitoUserPools {
    private static let clockTolerance: TimeInterval = 60

    /// Exchanges a code and reads who it is for (OpenID Connect Core 1.0, section 3.1.3).
    func profile(
        from provider: IdentityProvider, code: String, redirectURI: String, nonce: String, at time: Date
    ) async throws -> ProviderProfile {
        let metadata = try await metadata(of: provider, at: time)
        let response = try await exchange(code, redirectURI, provider, metadata)
        var profile = ProviderProfile(tokenResponse: response, idToken: [:], userInfo: [:])
        if let issuer = metadata.issuer {
            guard let token = response["id_token"]?.string else {
                throw ProviderFailure("the provider sent no id_token")
            }
            profile.idToken = try await verified(
                token, issuer: issuer, audience: provider.details["client_id"] ?? "", nonce: nonce, metadata, at: time)
        }
        if let address = metadata.userInfo, let access = response["access_token"]?.string {
            profile.userInfo = try await userInfo(address, access, provider)
            // Section 5.3.2: the two must be of the same subject.
            if let subject = profile.idToken["sub"]?.string, let other = profile.userInfo["sub"]?.string,
                subject != other
            {
                throw ProviderFailure("the user information is of another subject")
            }
        }
        return profile
    }

    private func exchange(
        _ code: String, _ redirectURI: String, _ provider: IdentityProvider, _ metadata: ProviderMetadata
    ) async throws -> JSONValue {
        var form: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
            ("client_id", provider.details["client_id"] ?? ""),
        ]
        if let secret = try secretDetails(of: provider)["client_secret"] { form.append(("client_secret", secret)) }
        let answer = try await http.call(
            OutboundRequest(
                method: "POST", url: metadata.token,
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
                body: Array(RequestParameters.encode(form).utf8)))
        guard let document = try? JSONValue(parsing: answer.body, maximumDepth: 16) else {
            throw ProviderFailure("the token endpoint answered \(answer.status)")
        }
        guard answer.status == 200 else {
            throw ProviderFailure("the token endpoint answered \(document["error"]?.string ?? "\(answer.status)")")
        }
        return document
    }

    private func userInfo(_ address: String, _ access: String, _ provider: IdentityProvider) async throws -> JSONValue {
        let answer = try await http.call(
            OutboundRequest(
                method: provider.details["attributes_request_method"] ?? "GET", url: address,
                headers: [("Authorization", "Bearer \(access)"), ("Accept", "application/json")]))
        guard answer.status == 200, let document = try? JSONValue(parsing: answer.body, maximumDepth: 16) else {
            throw ProviderFailure("the user information endpoint answered \(answer.status)")
        }
        return document
    }

    /// Section 3.1.3.7: signature, issuer, audience, time and nonce.
    private func verified(
        _ token: String, issuer: String, audience: String, nonce: String, _ metadata: ProviderMetadata, at time: Date
    ) async throws -> JSONValue {
        guard let parts = SignedToken(token) else { throw ProviderFailure("the id_token is malformed") }
        guard let keySet = metadata.keySet,
            let key = try await providerDocuments.key(parts.keyID, inSetAt: keySet, at: time),
            key.isSigned(parts)
        else { throw ProviderFailure("the id_token's signature is wrong") }
        let claims = parts.payload
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? [claims["aud"]?.string ?? ""]
        guard claims["iss"]?.string == issuer else { throw ProviderFailure("the id_token is of another issuer") }
        guard audiences.contains(audience), audiences.count == 1 || claims["azp"]?.string == audience else {
            throw ProviderFailure("the id_token is for another client")
        }
        guard let expiry = claims["exp"]?.int,
            time.timeIntervalSince1970 < Double(expiry) + Self.clockTolerance
        else { throw ProviderFailure("the id_token has expired") }
        guard claims["nonce"]?.string == nonce else { throw ProviderFailure("the id_token is of another sign-in") }
        return claims
    }
}

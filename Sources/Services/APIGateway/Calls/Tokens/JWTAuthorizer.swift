import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Wire

/// An authorizer that lets in whoever has a token of its issuer for one of its audiences.
package struct JWTAuthorizer: Sendable {
    let source: IdentitySource
    let issuer: String
    let audience: Set<String>

    package init(source: IdentitySource, issuer: String, audience: Set<String>) {
        self.source = source
        self.issuer = issuer
        self.audience = audience
    }

    init?(_ authorizer: Authorizer) {
        guard authorizer.authorizerType == .jwt, let issuer = authorizer.jwtConfiguration?.issuer,
            let source = authorizer.identitySource?.first.flatMap({ IdentitySource(v2: $0) })
        else { return nil }
        self.init(source: source, issuer: issuer, audience: Set(authorizer.jwtConfiguration?.audience ?? []))
    }

    /// What AWS documents: signature and issuer, then audience (`client_id` only where there is no `aud`), times, and
    /// at least one of the route's scopes.
    package func check(
        _ token: String, scopes wanted: [String], _ tokens: TokenChecks, at now: Date
    ) async throws(JWTRefusal) -> KnownToken {
        let known = try await tokens.verify(token, issuer: issuer, at: now)
        guard !known.audiences.isDisjoint(with: audience) else {
            throw .unauthorized("the token does not have a valid audience")
        }
        guard wanted.isEmpty || wanted.contains(where: known.scopes.contains) else { throw .insufficientScope(wanted) }
        return known
    }
}

package enum JWTRefusal: Error, Sendable, Equatable {
    /// With what `www-authenticate` says of it; nil where there was no token.
    case unauthorized(String?)
    case insufficientScope([String])
}

/// A token whose signature, issuer and times were found right.
package struct KnownToken: Sendable {
    package let claims: JSONValue
    /// `id` or `access`, where the issuer says.
    let use: String?
    package let subject: String
    let audiences: Set<String>
    package let scopes: Set<String>
    let expiresAt: Date
    let notBefore: Date?

    package init?(_ claims: JSONValue) {
        guard let expiry = claims["exp"].flatMap(Self.seconds) else { return nil }
        self.claims = claims
        use = claims["token_use"]?.string
        subject = claims["sub"]?.string ?? ""
        audiences = Set(Self.texts(claims["aud"] ?? claims["client_id"]))
        scopes = Set(
            (Self.texts(claims["scope"]) + Self.texts(claims["scp"])).flatMap { $0.split(separator: " ") }.map(
                String.init))
        expiresAt = Date(timeIntervalSince1970: expiry)
        let earliest = [claims["nbf"], claims["iat"]].compactMap { $0.flatMap(Self.seconds) }.max()
        notBefore = earliest.map { Date(timeIntervalSince1970: $0) }
    }

    private static func seconds(_ value: JSONValue) -> Double? {
        guard case .number(let text) = value else { return nil }
        return Double(text)
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
    }

    /// The claims as texts, lists in brackets, as functions get them.
    package var texts: [(name: String, value: String)] {
        (claims.members ?? []).map { ($0.key, Self.text($0.value)) }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        case .array(let elements): "[" + elements.map(text).joined(separator: " ") + "]"
        case .object: String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}

import FoundationEssentials
import OpenIDConnect
import ServiceKit
import Wire

/// Verifies tokens for authorizers. Pools of this server are asked here, under whichever of their names the issuer is
/// written; other issuers by their discovery document and key set. What was verified is kept by its exact text until it
/// expires, for an hour at most.
package struct TokenChecks: Sendable {
    private struct Name: Hashable, Sendable {
        let token: String
        let issuer: String
    }

    private struct Kept: Sendable {
        let token: KnownToken
        let until: Date
    }

    /// How far the clocks of an issuer may be ahead.
    private static let clockTolerance: TimeInterval = 5
    private static let longestKept: TimeInterval = 3600

    private let ours: any VerifiesTokens
    private let documents: ProviderDocuments
    private let kept = BoundedCache<Name, Kept>(limit: 20_000)

    package init(ours: any VerifiesTokens, http: any CallsHTTP) {
        self.ours = ours
        // A key that its issuer has just begun to use is found within a second.
        documents = ProviderDocuments(http: http, keySetPause: 1)
    }

    package func verify(_ text: String, issuer: String, at now: Date) async throws(JWTRefusal) -> KnownToken {
        let name = Name(token: text, issuer: issuer)
        if let kept = kept[name], now < kept.until { return try Self.timely(kept.token, now) }
        guard let token = SignedToken(text) else { throw .unauthorized("the token is malformed") }
        let known = try Self.timely(try await signed(token, text, issuer, now), now)
        kept[name] = Kept(token: known, until: min(known.expiresAt, now.addingTimeInterval(Self.longestKept)))
        return known
    }

    private func signed(
        _ token: SignedToken, _ text: String, _ issuer: String, _ now: Date
    ) async throws(JWTRefusal) -> KnownToken {
        guard token.algorithm.hasPrefix("RS") else {
            throw .unauthorized("the token is signed by an unsupported algorithm")
        }
        if try await !isOfOurs(text, issuer, now) {
            let isSigned = try await isForeign(token, issuer, now)
            guard isSigned else { throw .unauthorized("the token's signature is invalid") }
        }
        guard let known = KnownToken(token.payload) else { throw .unauthorized("the token has no expiry") }
        return known
    }

    /// False if the issuer is none of ours.
    private func isOfOurs(_ text: String, _ issuer: String, _ now: Date) async throws(JWTRefusal) -> Bool {
        do {
            return try await ours.verify(text, issuer: issuer, at: now) != nil
        } catch TokenRefusal.expired {
            throw .unauthorized(Self.expired)
        } catch TokenRefusal.invalid(let reason) where reason.contains("Issuer") {
            throw .unauthorized(Self.wrongIssuer)
        } catch {
            throw .unauthorized("the token's signature is invalid")
        }
    }

    private func isForeign(_ token: SignedToken, _ issuer: String, _ now: Date) async throws(JWTRefusal) -> Bool {
        guard token.payload["iss"]?.string == issuer else { throw .unauthorized(Self.wrongIssuer) }
        do {
            let document = try await documents.discovery(of: issuer, at: now)
            guard let keySet = document["jwks_uri"]?.string, HTTPTarget.isURL(keySet) else { return false }
            guard let key = try await documents.key(token.keyID, inSetAt: keySet, at: now) else { return false }
            return key.isSigned(token)
        } catch {
            throw .unauthorized("OIDC discovery endpoint communication error")
        }
    }

    static let expired = "the token has expired"
    private static let wrongIssuer = "the token's issuer is invalid"

    private static func timely(_ token: KnownToken, _ now: Date) throws(JWTRefusal) -> KnownToken {
        guard now < token.expiresAt else { throw .unauthorized(expired) }
        if let earliest = token.notBefore, earliest > now.addingTimeInterval(clockTolerance) {
            throw .unauthorized("the token is not valid yet")
        }
        return token
    }
}

import FoundationEssentials
import ServiceKit
import Wire

/// Where a provider's sign-in goes, all of it known.
struct ProviderMetadata: Sendable {
    /// Nil for a provider that issues no ID tokens.
    var issuer: String?
    var authorize: String
    var token: String
    var userInfo: String?
    var keySet: String?
}

/// Why a provider could not be asked; the text is for the log and for who set it up.
struct ProviderFailure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

extension CognitoUserPools {
    private static let metadataLifetime: TimeInterval = 3600
    private static let failurePause: TimeInterval = 10

    /// What the provider's details name, the rest from its discovery document (OpenID Connect Discovery 1.0).
    func metadata(of provider: IdentityProvider, at time: Date) async throws -> ProviderMetadata {
        let known = provider.endpoints
        if let authorize = known.authorize, let token = known.token, known.keySet != nil || known.issuer == nil {
            return ProviderMetadata(
                issuer: known.issuer, authorize: authorize, token: token, userInfo: known.userInfo,
                keySet: known.keySet)
        }
        guard let issuer = known.issuer else { throw ProviderFailure("the provider has no endpoints") }
        let document = try await providerDocument(
            Self.joined(issuer, "/.well-known/openid-configuration"), atMost: Self.metadataLifetime, at: time)
        // Section 4.3: the document must be that issuer's own.
        guard document["issuer"]?.string == issuer else {
            throw ProviderFailure("the discovery document is of another issuer")
        }
        guard let authorize = known.authorize ?? document["authorization_endpoint"]?.string,
            let token = known.token ?? document["token_endpoint"]?.string,
            let keySet = known.keySet ?? document["jwks_uri"]?.string
        else { throw ProviderFailure("the discovery document lacks an endpoint") }
        let userInfo = known.userInfo ?? document["userinfo_endpoint"]?.string
        // A document names addresses as an administrator may: https, or this machine.
        guard [authorize, token, keySet, userInfo].compactMap(\.self).allSatisfy(ProviderDetails.isAddress) else {
            throw ProviderFailure("the discovery document names an address that is not https")
        }
        return ProviderMetadata(
            issuer: issuer, authorize: authorize, token: token, userInfo: userInfo, keySet: keySet)
    }

    private static func joined(_ issuer: String, _ path: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + path
    }

    /// A JSON document of a provider, kept for a while.
    func providerDocument(_ url: String, atMost age: TimeInterval, at time: Date) async throws -> JSONValue {
        if let known = providerDocuments[url], time.timeIntervalSince(known.fetchedAt) < age { return known.document }
        // A provider that just failed is not waited for again at once.
        if let failed = providerFailures[url], time.timeIntervalSince(failed) < Self.failurePause {
            throw ProviderFailure("a document of the provider could not be fetched")
        }
        let answer: OutboundAnswer
        do {
            answer = try await http.call(
                OutboundRequest(
                    url: url, headers: [("Accept", "application/json")], timeoutMilliseconds: 5000,
                    longestAnswer: 256 << 10))
        } catch {
            providerFailures[url] = time
            throw error
        }
        guard answer.status == 200, let document = try? JSONValue(parsing: answer.body, maximumDepth: 16) else {
            providerFailures[url] = time
            throw ProviderFailure("a document of the provider could not be fetched")
        }
        providerDocuments[url] = FetchedDocument(document: document, fetchedAt: time)
        return document
    }
}

struct FetchedDocument: Sendable {
    let document: JSONValue
    let fetchedAt: Date
}

import FoundationEssentials
import OpenIDConnect
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

extension CognitoUserPools {
    /// What the provider's details name, the rest from its discovery document (OpenID Connect Discovery 1.0).
    func metadata(of provider: IdentityProvider, at time: Date) async throws -> ProviderMetadata {
        let known = provider.endpoints
        if let authorize = known.authorize, let token = known.token, known.keySet != nil || known.issuer == nil {
            return ProviderMetadata(
                issuer: known.issuer, authorize: authorize, token: token, userInfo: known.userInfo,
                keySet: known.keySet)
        }
        guard let issuer = known.issuer else { throw ProviderFailure("the provider has no endpoints") }
        let document = try await providerDocuments.discovery(of: issuer, at: time)
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
}

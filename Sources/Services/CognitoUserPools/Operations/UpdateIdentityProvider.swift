import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Replaces each of details, mapping and identifiers that the call gives. A secret that is left out stays.
    func updateIdentityProvider(
        _ input: UpdateIdentityProviderRequest, _ call: Call
    ) async throws -> UpdateIdentityProviderResponse {
        let updated: IdentityProvider = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var provider = try transaction.requireProvider(input.providerName, in: pool)
            if let given = input.providerDetails {
                let details = given.merging(try secretDetails(of: provider)) { given, _ in given }
                try keep(try ProviderDetails(type: provider.type).checked(details), in: &provider)
            }
            if let mapping = input.attributeMapping {
                provider.attributeMapping = try AttributeMapping(pool: pool, type: provider.type).checked(mapping)
            }
            provider.identifiers = input.idpIdentifiers ?? provider.identifiers
            provider.modifiedAt = call.time
            try transaction.saveProvider(provider, in: pool)
            return provider
        }
        return UpdateIdentityProviderResponse(identityProvider: try summary(of: updated))
    }
}

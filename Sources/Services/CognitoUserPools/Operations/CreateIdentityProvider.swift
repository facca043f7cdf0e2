import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Adds a provider that speaks OpenID Connect, or one of the well-known that can be spoken to.
    func createIdentityProvider(
        _ input: CreateIdentityProviderRequest, _ call: Call
    ) async throws -> CreateIdentityProviderResponse {
        let details = try ProviderDetails(type: input.providerType).checked(input.providerDetails)
        try checkProviderName(input.providerName, input.providerType)
        var provider = IdentityProvider(
            poolID: input.userPoolId, name: input.providerName, id: randomness.uuid(), type: input.providerType,
            details: [:],
            sealedDetails: [:], attributeMapping: [:], identifiers: input.idpIdentifiers ?? [],
            createdAt: call.time, modifiedAt: call.time)
        try keep(details, in: &provider)
        let new = provider
        let made: IdentityProvider = try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            guard try !transaction.exists(new.key) else {
                throw ServiceError(
                    CognitoUserPoolsErrors.duplicateProvider,
                    "A provider with the name \(new.name) already exists in this User Pool.")
            }
            guard try transaction.providers(of: pool).count < IdentityProvider.maxPerPool else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of identity providers for the pool reached.")
            }
            var made = new
            made.attributeMapping = try AttributeMapping(pool: pool, type: new.type)
                .checked(input.attributeMapping ?? [:])
            try transaction.saveProvider(made, in: pool)
            return made
        }
        return CreateIdentityProviderResponse(identityProvider: try summary(of: made))
    }

    /// The well-known are called as their type is; no other is called so, or as the pool itself.
    private func checkProviderName(_ name: String, _ type: IdentityProviderTypeType) throws {
        let isKnown = IdentityProviderTypeType.knownValues.contains(name)
        guard type == .oidc ? !isKnown && name.uppercased() != "COGNITO" : name == type.rawValue else {
            throw ServiceError.invalidParameter(
                "Provider name \(name) cannot be used with provider type \(type.rawValue).")
        }
    }
}

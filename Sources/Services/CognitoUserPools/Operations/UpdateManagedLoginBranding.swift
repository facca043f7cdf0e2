import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Changes what the call gives of a style, and leaves the rest.
    func updateManagedLoginBranding(
        _ input: UpdateManagedLoginBrandingRequest, _ call: Call
    ) async throws -> UpdateManagedLoginBrandingResponse {
        guard let poolID = input.userPoolId, let id = input.managedLoginBrandingId else {
            throw ServiceError.invalidParameter("UserPoolId and ManagedLoginBrandingId are required.")
        }
        let given = BrandingInput(
            usesProvidedValues: input.useCognitoProvidedValues, settings: input.settings, assets: input.assets)
        try given.check()
        return try await store.write { transaction in
            let pool = try pool(poolID, call, transaction)
            var branding = try transaction.branding(id, of: pool)
            try given.apply(to: &branding, randomness, transaction)
            branding.modifiedAt = call.time
            try transaction.save(branding)
            return UpdateManagedLoginBrandingResponse(managedLoginBranding: try transaction.reply(branding))
        }
    }
}

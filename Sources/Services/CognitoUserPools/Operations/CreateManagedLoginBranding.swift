import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Gives a client's pages a style.
    func createManagedLoginBranding(
        _ input: CreateManagedLoginBrandingRequest, _ call: Call
    ) async throws -> CreateManagedLoginBrandingResponse {
        let given = BrandingInput(
            usesProvidedValues: input.useCognitoProvidedValues, settings: input.settings, assets: input.assets)
        try given.check()
        let id = randomness.uuid()
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let client = try client(input.clientId, of: pool, transaction)
            guard try transaction.branding(ofClient: client.id, in: pool) == nil else {
                throw ServiceError(
                    CognitoUserPoolsErrors.managedLoginBrandingExists,
                    "Managed login branding already exists for client \(client.id).")
            }
            let styles = try transaction.scan(
                ScanRange(
                    prefix: ManagedLoginBranding.listing(pool.id).bytes, maxEntries: ManagedLoginBranding.maxPerPool,
                    keysOnly: true))
            guard styles.entries.count < ManagedLoginBranding.maxPerPool else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of styles for the pool reached.")
            }
            var branding = ManagedLoginBranding(
                poolID: pool.id, id: id, clientID: client.id, usesProvidedValues: true, assets: [],
                createdAt: call.time, modifiedAt: call.time)
            try given.apply(to: &branding, randomness, transaction)
            try transaction.save(branding)
            return CreateManagedLoginBrandingResponse(managedLoginBranding: try transaction.reply(branding))
        }
    }
}

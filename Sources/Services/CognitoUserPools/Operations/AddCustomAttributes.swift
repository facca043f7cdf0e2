import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Widens a pool's schema. An attribute can never be taken out or changed.
    func addCustomAttributes(
        _ input: AddCustomAttributesRequest, _ call: Call
    ) async throws -> AddCustomAttributesResponse {
        try await store.write { transaction in
            var pool = try pool(input.userPoolId, call, transaction)
            guard try !transaction.isImporting(into: pool) else {
                throw ServiceError(
                    CognitoUserPoolsErrors.userImportInProgress, "Users are being imported into the user pool.")
            }
            pool.schema = try PoolSchema.adding(input.customAttributes, to: pool.schema)
            pool.modifiedAt = call.time
            try transaction.save(pool)
        }
        return AddCustomAttributesResponse()
    }
}

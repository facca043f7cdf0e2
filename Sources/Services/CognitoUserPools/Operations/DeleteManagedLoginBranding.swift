import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteManagedLoginBranding(
        _ input: DeleteManagedLoginBrandingRequest, _ call: Call
    ) async throws -> DeleteManagedLoginBrandingResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.removeBranding(try transaction.branding(input.managedLoginBrandingId, of: pool))
        }
        return DeleteManagedLoginBrandingResponse()
    }
}

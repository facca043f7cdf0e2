import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func describeManagedLoginBrandingByClient(
        _ input: DescribeManagedLoginBrandingByClientRequest, _ call: Call
    ) async throws -> DescribeManagedLoginBrandingByClientResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            let client = try client(input.clientId, of: pool, snapshot)
            guard let branding = try snapshot.branding(ofClient: client.id, in: pool) else {
                throw ServiceError(
                    CognitoUserPoolsErrors.resourceNotFound,
                    "Managed login branding for client \(client.id) does not exist.")
            }
            return DescribeManagedLoginBrandingByClientResponse(managedLoginBranding: try snapshot.reply(branding))
        }
    }
}

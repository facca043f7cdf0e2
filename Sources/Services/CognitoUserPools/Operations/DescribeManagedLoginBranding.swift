import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A style as it was set: there is nothing of AWS's own to merge it with.
    func describeManagedLoginBranding(
        _ input: DescribeManagedLoginBrandingRequest, _ call: Call
    ) async throws -> DescribeManagedLoginBrandingResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            let branding = try snapshot.branding(input.managedLoginBrandingId, of: pool)
            return DescribeManagedLoginBrandingResponse(managedLoginBranding: try snapshot.reply(branding))
        }
    }
}

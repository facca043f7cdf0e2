import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func describeIdentityProvider(
        _ input: DescribeIdentityProviderRequest, _ call: Call
    ) async throws -> DescribeIdentityProviderResponse {
        let provider: IdentityProvider = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.requireProvider(input.providerName, in: pool)
        }
        return DescribeIdentityProviderResponse(identityProvider: try summary(of: provider))
    }
}

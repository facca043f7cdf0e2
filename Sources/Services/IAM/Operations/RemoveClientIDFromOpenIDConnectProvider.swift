import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// One that is not there is no error.
    func removeClientIDFromOpenIDConnectProvider(
        _ input: RemoveClientIDFromOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> RemoveClientIDFromOpenIDConnectProviderResponse {
        try await changeProvider(input.openIDConnectProviderArn, call) { provider in
            provider.clientIDs.removeAll { $0 == input.clientID }
        }
        return RemoveClientIDFromOpenIDConnectProviderResponse()
    }
}

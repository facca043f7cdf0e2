import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// One that is there already stays as it is.
    func addClientIDToOpenIDConnectProvider(
        _ input: AddClientIDToOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> AddClientIDToOpenIDConnectProviderResponse {
        try await changeProvider(input.openIDConnectProviderArn, call) { provider in
            provider.clientIDs = try ProviderRules.clientIDs(provider.clientIDs + [input.clientID])
        }
        return AddClientIDToOpenIDConnectProviderResponse()
    }
}

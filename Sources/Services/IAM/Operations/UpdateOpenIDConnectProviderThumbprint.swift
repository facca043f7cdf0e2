import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateOpenIDConnectProviderThumbprint(
        _ input: UpdateOpenIDConnectProviderThumbprintRequest, _ call: Call
    ) async throws -> UpdateOpenIDConnectProviderThumbprintResponse {
        let thumbprints = try ProviderRules.thumbprints(input.thumbprintList)
        try await changeProvider(input.openIDConnectProviderArn, call) { $0.thumbprints = thumbprints }
        return UpdateOpenIDConnectProviderThumbprintResponse()
    }
}

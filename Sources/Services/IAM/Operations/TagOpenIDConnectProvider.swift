import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagOpenIDConnectProvider(
        _ input: TagOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> TagOpenIDConnectProviderResponse {
        let account = call.accountID
        try Self.check(policyARN: input.openIDConnectProviderArn)
        try await addTags(input.tags) {
            try $0.require(provider: input.openIDConnectProviderArn, of: account)
        }
        return TagOpenIDConnectProviderResponse()
    }
}

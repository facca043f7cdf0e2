import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagOpenIDConnectProvider(
        _ input: UntagOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> UntagOpenIDConnectProviderResponse {
        let account = call.accountID
        try Self.check(policyARN: input.openIDConnectProviderArn)
        try await removeTags(input.tagKeys) {
            try $0.require(provider: input.openIDConnectProviderArn, of: account)
        }
        return UntagOpenIDConnectProviderResponse()
    }
}

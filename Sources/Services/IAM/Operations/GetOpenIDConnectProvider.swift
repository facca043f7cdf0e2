import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getOpenIDConnectProvider(
        _ input: GetOpenIDConnectProviderRequest, _ call: Call
    ) async throws -> GetOpenIDConnectProviderResponse {
        let account = call.accountID
        try Self.check(policyARN: input.openIDConnectProviderArn)
        let provider = try await store.read {
            try $0.require(provider: input.openIDConnectProviderArn, of: account)
        }
        return GetOpenIDConnectProviderResponse(
            url: provider.url, clientIDList: provider.clientIDs, thumbprintList: provider.thumbprints,
            createDate: provider.createdAt, tags: provider.tags)
    }
}

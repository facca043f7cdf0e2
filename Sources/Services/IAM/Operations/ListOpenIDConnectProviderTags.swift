import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listOpenIDConnectProviderTags(
        _ input: ListOpenIDConnectProviderTagsRequest, _ call: Call
    ) async throws -> ListOpenIDConnectProviderTagsResponse {
        let account = call.accountID
        try Self.check(policyARN: input.openIDConnectProviderArn)
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(provider: input.openIDConnectProviderArn, of: account)
        }
        return ListOpenIDConnectProviderTagsResponse(
            tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

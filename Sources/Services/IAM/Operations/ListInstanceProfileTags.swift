import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listInstanceProfileTags(
        _ input: ListInstanceProfileTagsRequest, _ call: Call
    ) async throws -> ListInstanceProfileTagsResponse {
        let account = call.accountID
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(InstanceProfileRecord.self, input.instanceProfileName, in: account)
        }
        return ListInstanceProfileTagsResponse(
            tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listUserTags(_ input: ListUserTagsRequest, _ call: Call) async throws -> ListUserTagsResponse {
        let account = call.accountID
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(UserRecord.self, input.userName, in: account)
        }
        return ListUserTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

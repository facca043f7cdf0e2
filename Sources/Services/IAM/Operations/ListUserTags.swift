import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listUserTags(_ input: ListUserTagsRequest, _ call: Call) async throws -> ListUserTagsResponse {
        let page = try await tags(of: UserRecord.self, input.userName, input.marker, input.maxItems, call)
        return ListUserTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

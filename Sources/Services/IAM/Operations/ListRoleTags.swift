import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listRoleTags(_ input: ListRoleTagsRequest, _ call: Call) async throws -> ListRoleTagsResponse {
        let account = call.accountID
        let page = try await tags(input.marker, input.maxItems) {
            try $0.require(RoleRecord.self, input.roleName, in: account)
        }
        return ListRoleTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

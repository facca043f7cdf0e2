import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listRoleTags(_ input: ListRoleTagsRequest, _ call: Call) async throws -> ListRoleTagsResponse {
        let page = try await tags(of: RoleRecord.self, input.roleName, input.marker, input.maxItems, call)
        return ListRoleTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

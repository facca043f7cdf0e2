import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listGroups(_ input: ListGroupsRequest, _ call: Call) async throws -> ListGroupsResponse {
        let account = call.accountID
        let prefix = input.pathPrefix ?? "/"
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "groups", account, prefix)
                .page(GroupRecord.self, GroupRecord.all(account), snapshot) { group in
                    group.path.hasPrefix(prefix) ? group.answer : nil
                }
        }
        return ListGroupsResponse(groups: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

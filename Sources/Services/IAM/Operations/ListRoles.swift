import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listRoles(_ input: ListRolesRequest, _ call: Call) async throws -> ListRolesResponse {
        let account = call.accountID
        let prefix = input.pathPrefix ?? "/"
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "roles", account, prefix)
                .page(RoleRecord.self, RoleRecord.all(account), snapshot) { role in
                    role.path.hasPrefix(prefix) ? role.brief : nil
                }
        }
        return ListRolesResponse(roles: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listUsers(_ input: ListUsersRequest, _ call: Call) async throws -> ListUsersResponse {
        let account = call.accountID
        let prefix = input.pathPrefix ?? "/"
        let page = try await store.read { snapshot in
            try start(input.marker, input.maxItems, "users", account, prefix)
                .page(UserRecord.self, UserRecord.all(account), snapshot) { user in
                    user.path.hasPrefix(prefix) ? try snapshot.answer(user, user.brief) : nil
                }
        }
        return ListUsersResponse(users: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

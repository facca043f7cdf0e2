import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listAccessKeys(_ input: ListAccessKeysRequest, _ call: Call) async throws -> ListAccessKeysResponse {
        let account = call.accountID
        // The root's keys are in the configuration, not here.
        if input.userName == nil, case .root = call.caller {
            return ListAccessKeysResponse(accessKeyMetadata: [], isTruncated: false)
        }
        let name = try userName(input.userName, call)
        let page = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            return try start(input.marker, input.maxItems, "access-keys", user.id)
                .page(AccessKeyRecord.self, index: AccessKeyRecord.ofUser(user.id), snapshot) { key in
                    AccessKeyMetadata(
                        userName: user.name, accessKeyId: key.accessKeyID, status: key.status,
                        createDate: key.createdAt)
                }
        }
        return ListAccessKeysResponse(
            accessKeyMetadata: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }

    /// Where a listing of `what` goes on, narrowed to `scope`.
    func start(_ marker: String?, _ maxItems: Int?, _ what: String, _ scope: String...) throws -> PageStart {
        try PageStart(
            marker, maxItems, scope: (["iam", what] + scope).joined(separator: "\n"), paging)
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// The group, and a page of its users.
    func getGroup(_ input: GetGroupRequest, _ call: Call) async throws -> GetGroupResponse {
        let account = call.accountID
        return try await store.read { snapshot in
            let group = try snapshot.require(GroupRecord.self, input.groupName, in: account)
            let page = try start(input.marker, input.maxItems, "group", group.id)
                .page(GroupMember.self, GroupMember.all(of: group.id), snapshot) { member in
                    try snapshot.find(UserRecord.self, index: UserRecord.byID(member.userID))
                        .map { try snapshot.answer($0, $0.brief) }
                }
            return GetGroupResponse(
                group: group.answer, users: page.items, isTruncated: page.isTruncated, marker: page.marker)
        }
    }
}

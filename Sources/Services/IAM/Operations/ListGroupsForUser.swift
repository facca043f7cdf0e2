import IAMModel
import ServiceKit
import Storage

extension IAM {
    func listGroupsForUser(
        _ input: ListGroupsForUserRequest, _ call: Call
    ) async throws -> ListGroupsForUserResponse {
        let account = call.accountID
        let page = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, input.userName, in: account)
            return try start(input.marker, input.maxItems, "groups-for-user", user.id)
                .page(GroupMember.self, index: GroupMember.groups(of: user.id), snapshot) { member in
                    try snapshot.find(GroupRecord.self, index: GroupRecord.byID(member.groupID))?.answer
                }
        }
        return ListGroupsForUserResponse(
            groups: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listUsersInGroup(
        _ input: ListUsersInGroupRequest, _ call: Call
    ) async throws -> ListUsersInGroupResponse {
        let scope = "ListUsersInGroup \(input.userPoolId) \(input.groupName)"
        let start = try position(input.nextToken, scope)
        let page = try await store.read { snapshot -> RecordPage<User> in
            let pool = try pool(input.userPoolId, call, snapshot)
            let group = try snapshot.requireGroup(input.groupName, in: pool)
            let memberships: RecordPage<GroupMembership> = try snapshot.list(
                prefix: GroupMembership.listing(pool.id, groupID: group.id), from: start,
                limit: Self.pageSize(input.limit))
            let users: [User] = try memberships.records.compactMap {
                try snapshot.find(index: User.subIndex(pool.id, $0.sub))
            }
            return RecordPage(records: users, next: memberships.next)
        }
        return ListUsersInGroupResponse(
            users: page.records.map { $0.summary() }, nextToken: try token(page.next, scope))
    }
}

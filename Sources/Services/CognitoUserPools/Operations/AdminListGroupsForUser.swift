import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func adminListGroupsForUser(
        _ input: AdminListGroupsForUserRequest, _ call: Call
    ) async throws -> AdminListGroupsForUserResponse {
        let scope = "AdminListGroupsForUser \(input.userPoolId) \(input.username)"
        let start = try position(input.nextToken, scope)
        let page = try await store.read { snapshot -> RecordPage<Group> in
            let pool = try pool(input.userPoolId, call, snapshot)
            let user = try snapshot.requireUser(input.username, in: pool)
            let memberships: RecordPage<GroupMembership> = try snapshot.list(
                index: GroupMembership.listing(pool.id, sub: user.sub), from: start,
                limit: Self.pageSize(input.limit))
            return RecordPage(
                records: try memberships.records.compactMap { try snapshot.group(of: $0) }, next: memberships.next)
        }
        return AdminListGroupsForUserResponse(
            groups: page.records.map(\.summary), nextToken: try token(page.next, scope))
    }
}

import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listGroups(_ input: ListGroupsRequest, _ call: Call) async throws -> ListGroupsResponse {
        let scope = "ListGroups \(input.userPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<Group> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(
                prefix: Group.listing(pool.id), from: start, limit: Self.pageSize(input.limit))
        }
        return ListGroupsResponse(groups: page.records.map(\.summary), nextToken: try token(page.next, scope))
    }

    /// AWS takes 0 for no limit, and gives 60 at most.
    static func pageSize(_ limit: Int?) -> Int { limit.map { $0 == 0 ? 60 : $0 } ?? 60 }
}

import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listResourceServers(
        _ input: ListResourceServersRequest, _ call: Call
    ) async throws -> ListResourceServersResponse {
        let scope = "ListResourceServers \(input.userPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<ResourceServer> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(
                prefix: ResourceServer.listing(pool.id), from: start, limit: input.maxResults ?? 50)
        }
        return ListResourceServersResponse(
            resourceServers: page.records.map(\.summary), nextToken: try token(page.next, scope))
    }
}

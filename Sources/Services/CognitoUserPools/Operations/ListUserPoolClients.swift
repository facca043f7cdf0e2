import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listUserPoolClients(
        _ input: ListUserPoolClientsRequest, _ call: Call
    ) async throws -> ListUserPoolClientsResponse {
        let scope = "ListUserPoolClients \(input.userPoolId)"
        let start = try position(input.nextToken, scope)
        let page: RecordPage<UserPoolClient> = try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return try snapshot.list(
                prefix: UserPoolClient.listing(pool.id), from: start, limit: input.maxResults ?? 60)
        }
        let clients = page.records.map { client in
            UserPoolClientDescription(clientId: client.id, userPoolId: client.poolID, clientName: client.name)
        }
        return ListUserPoolClientsResponse(userPoolClients: clients, nextToken: try token(page.next, scope))
    }
}

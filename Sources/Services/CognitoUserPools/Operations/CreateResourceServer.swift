import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func createResourceServer(
        _ input: CreateResourceServerRequest, _ call: Call
    ) async throws -> CreateResourceServerResponse {
        let scopes = input.scopes ?? []
        try ResourceServerScopes.check(scopes)
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let server = ResourceServer(
                poolID: pool.id, identifier: input.identifier, name: input.name, scopes: scopes)
            guard try !transaction.exists(server.key) else {
                throw ServiceError.invalidParameter("\(input.identifier) already exists in user pool \(pool.id).")
            }
            guard try transaction.resourceServers(of: pool).count < ResourceServer.maxPerPool else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of resource servers for the pool reached.")
            }
            try transaction.save(server)
            return CreateResourceServerResponse(resourceServer: server.summary)
        }
    }
}

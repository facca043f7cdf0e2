import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Replaces a server's name and scopes. Clients keep scopes that are gone; nobody gets them.
    func updateResourceServer(
        _ input: UpdateResourceServerRequest, _ call: Call
    ) async throws -> UpdateResourceServerResponse {
        let scopes = input.scopes ?? []
        try ResourceServerScopes.check(scopes)
        return try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var server = try transaction.requireResourceServer(input.identifier, in: pool)
            server.name = input.name
            server.scopes = scopes
            try transaction.save(server)
            return UpdateResourceServerResponse(resourceServer: server.summary)
        }
    }
}

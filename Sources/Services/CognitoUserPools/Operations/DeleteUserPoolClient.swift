import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteUserPoolClient(
        _ input: DeleteUserPoolClientRequest, _ call: Call
    ) async throws -> DeleteUserPoolClientResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.remove(try client(input.clientId, of: pool, transaction))
        }
        return DeleteUserPoolClientResponse()
    }
}

import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteUserPoolClient(
        _ input: DeleteUserPoolClientRequest, _ call: Call
    ) async throws -> DeleteUserPoolClientResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let client = try client(input.clientId, of: pool, transaction)
            try transaction.removeBranding(of: client)
            try transaction.remove(client)
        }
        return DeleteUserPoolClientResponse()
    }
}

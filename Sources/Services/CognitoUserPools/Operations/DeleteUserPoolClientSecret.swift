import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteUserPoolClientSecret(
        _ input: DeleteUserPoolClientSecretRequest, _ call: Call
    ) async throws -> DeleteUserPoolClientSecretResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var client = try client(input.clientId, of: pool, transaction)
            guard client.secrets.contains(where: { $0.id == input.clientSecretId }) else {
                throw ServiceError(
                    CognitoUserPoolsErrors.resourceNotFound, "Client secret \(input.clientSecretId) does not exist.")
            }
            guard client.secrets.count > 1 else {
                throw ServiceError.invalidParameter("The last secret of a client cannot be deleted.")
            }
            client.secrets.removeAll { $0.id == input.clientSecretId }
            client.modifiedAt = call.time
            try transaction.save(client)
        }
        return DeleteUserPoolClientSecretResponse()
    }
}

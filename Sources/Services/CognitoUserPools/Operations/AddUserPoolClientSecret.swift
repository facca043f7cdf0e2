import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// A second secret beside the first, so that applications can go over to it before the first goes.
    func addUserPoolClientSecret(
        _ input: AddUserPoolClientSecretRequest, _ call: Call
    ) async throws -> AddUserPoolClientSecretResponse {
        let value = input.clientSecret ?? generateSecret()
        let secret = try newSecret(value, clientID: input.clientId, at: call.time)
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var client = try client(input.clientId, of: pool, transaction)
            guard !client.secrets.isEmpty else {
                throw ServiceError.invalidParameter("Client \(client.id) is configured without secret.")
            }
            guard client.secrets.count < UserPoolClient.maxSecrets else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of secrets for the client reached.")
            }
            guard try !secrets(of: client).contains(value), !client.secrets.contains(where: { $0.id == secret.id })
            else { throw ServiceError.invalidParameter("The client has this secret already.") }
            client.secrets.append(secret)
            client.modifiedAt = call.time
            try transaction.save(client)
        }
        return AddUserPoolClientSecretResponse(
            clientSecretDescriptor: ClientSecretDescriptorType(
                clientSecretId: secret.id, clientSecretValue: value, clientSecretCreateDate: secret.createdAt))
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Both secrets on one page, without their values.
    func listUserPoolClientSecrets(
        _ input: ListUserPoolClientSecretsRequest, _ call: Call
    ) async throws -> ListUserPoolClientSecretsResponse {
        if input.nextToken != nil { throw ServiceError.invalidPagingToken }
        let client = try await poolAndClient(input.userPoolId, input.clientId, call).1
        return ListUserPoolClientSecretsResponse(
            clientSecrets: client.secrets.map {
                ClientSecretDescriptorType(clientSecretId: $0.id, clientSecretCreateDate: $0.createdAt)
            })
    }
}

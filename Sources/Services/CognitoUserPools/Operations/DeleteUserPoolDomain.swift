import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteUserPoolDomain(
        _ input: DeleteUserPoolDomainRequest, _ call: Call
    ) async throws -> DeleteUserPoolDomainResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.remove(try transaction.requireDomain(input.domain, of: pool))
        }
        return DeleteUserPoolDomainResponse()
    }
}

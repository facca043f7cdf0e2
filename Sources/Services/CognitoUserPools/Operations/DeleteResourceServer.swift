import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func deleteResourceServer(
        _ input: DeleteResourceServerRequest, _ call: Call
    ) async throws -> DeleteResourceServerResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            try transaction.remove(try transaction.requireResourceServer(input.identifier, in: pool))
        }
        return DeleteResourceServerResponse()
    }
}

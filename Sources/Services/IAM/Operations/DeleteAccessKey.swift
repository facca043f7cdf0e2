import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteAccessKey(
        _ input: DeleteAccessKeyRequest, _ call: Call
    ) async throws -> DeleteAccessKeyResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        try await change { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            try transaction.remove(try transaction.require(accessKey: input.accessKeyId, of: user))
            try transaction.delete(KeyUseRecord.key(input.accessKeyId).bytes)
        }
        return DeleteAccessKeyResponse()
    }
}

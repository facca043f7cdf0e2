import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateAccessKey(
        _ input: UpdateAccessKeyRequest, _ call: Call
    ) async throws -> UpdateAccessKeyResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        try await change { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            var key = try transaction.require(accessKey: input.accessKeyId, of: user)
            key.isActive = input.status == .active
            try transaction.save(key)
        }
        return UpdateAccessKeyResponse()
    }
}

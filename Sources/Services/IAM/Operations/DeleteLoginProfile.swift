import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteLoginProfile(
        _ input: DeleteLoginProfileRequest, _ call: Call
    ) async throws -> DeleteLoginProfileResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        try await store.write { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            try transaction.remove(try transaction.require(loginProfileOf: user))
        }
        return DeleteLoginProfileResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagUser(_ input: UntagUserRequest, _ call: Call) async throws -> UntagUserResponse {
        let account = call.accountID
        try await removeTags(input.tagKeys) { try $0.require(UserRecord.self, input.userName, in: account) }
        return UntagUserResponse()
    }
}

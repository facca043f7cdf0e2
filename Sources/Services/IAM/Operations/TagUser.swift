import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagUser(_ input: TagUserRequest, _ call: Call) async throws -> TagUserResponse {
        let account = call.accountID
        try await addTags(input.tags) { try $0.require(UserRecord.self, input.userName, in: account) }
        return TagUserResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagUser(_ input: UntagUserRequest, _ call: Call) async throws -> UntagUserResponse {
        try await changeTags(of: UserRecord.self, input.userName, call) { $0.removing(input.tagKeys) }
        return UntagUserResponse()
    }
}

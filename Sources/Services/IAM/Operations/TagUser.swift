import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagUser(_ input: TagUserRequest, _ call: Call) async throws -> TagUserResponse {
        try await changeTags(of: UserRecord.self, input.userName, call) { tags in
            try tags.adding(input.tags, to: UserRecord.kindInErrors)
        }
        return TagUserResponse()
    }
}

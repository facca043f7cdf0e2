import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagInstanceProfile(
        _ input: TagInstanceProfileRequest, _ call: Call
    ) async throws -> TagInstanceProfileResponse {
        let account = call.accountID
        try await addTags(input.tags) {
            try $0.require(InstanceProfileRecord.self, input.instanceProfileName, in: account)
        }
        return TagInstanceProfileResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagInstanceProfile(
        _ input: UntagInstanceProfileRequest, _ call: Call
    ) async throws -> UntagInstanceProfileResponse {
        let account = call.accountID
        try await removeTags(input.tagKeys) {
            try $0.require(InstanceProfileRecord.self, input.instanceProfileName, in: account)
        }
        return UntagInstanceProfileResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteInstanceProfile(
        _ input: DeleteInstanceProfileRequest, _ call: Call
    ) async throws -> DeleteInstanceProfileResponse {
        let account = call.accountID
        try await change { transaction in
            let profile = try transaction.require(
                InstanceProfileRecord.self, input.instanceProfileName, in: account)
            guard profile.roleID == nil else { throw ServiceError.mustEmptyProfiles }
            try transaction.remove(profile)
        }
        return DeleteInstanceProfileResponse()
    }
}

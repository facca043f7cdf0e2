import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createInstanceProfile(
        _ input: CreateInstanceProfileRequest, _ call: Call
    ) async throws -> CreateInstanceProfileResponse {
        let profile = InstanceProfileRecord(
            accountID: call.accountID, path: input.path ?? "/", name: input.instanceProfileName,
            id: randomness.uniqueID(InstanceProfileRecord.idPrefix), createdAt: call.time,
            tags: try [IAMModel.Tag]().adding(input.tags ?? [], to: InstanceProfileRecord.kindInErrors))
        let answer = try await change { transaction in
            try transaction.checkRoom(for: InstanceProfileRecord.self, profile.name, in: profile.accountID)
            try transaction.save(profile)
            return try transaction.answer(profile)
        }
        return CreateInstanceProfileResponse(instanceProfile: answer.with(profile.tags))
    }
}

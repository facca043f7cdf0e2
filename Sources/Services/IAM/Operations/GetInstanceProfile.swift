import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getInstanceProfile(
        _ input: GetInstanceProfileRequest, _ call: Call
    ) async throws -> GetInstanceProfileResponse {
        let account = call.accountID
        return try await store.read { snapshot in
            let profile = try snapshot.require(
                InstanceProfileRecord.self, input.instanceProfileName, in: account)
            return GetInstanceProfileResponse(
                instanceProfile: try snapshot.answer(profile).with(profile.tags))
        }
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func removeRoleFromInstanceProfile(
        _ input: RemoveRoleFromInstanceProfileRequest, _ call: Call
    ) async throws -> RemoveRoleFromInstanceProfileResponse {
        let account = call.accountID
        try await change { transaction in
            let profile = try transaction.require(
                InstanceProfileRecord.self, input.instanceProfileName, in: account)
            let role = try transaction.require(RoleRecord.self, input.roleName, in: account)
            guard profile.roleID == role.id else { throw ServiceError.noSuchRole(input.roleName) }
            var emptied = profile
            emptied.roleID = nil
            try transaction.replace(profile, with: emptied)
        }
        return RemoveRoleFromInstanceProfileResponse()
    }
}

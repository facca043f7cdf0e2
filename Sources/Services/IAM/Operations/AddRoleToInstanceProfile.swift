import IAMModel
import ServiceKit
import Storage

extension IAM {
    func addRoleToInstanceProfile(
        _ input: AddRoleToInstanceProfileRequest, _ call: Call
    ) async throws -> AddRoleToInstanceProfileResponse {
        let account = call.accountID
        try await change { transaction in
            var profile = try transaction.require(
                InstanceProfileRecord.self, input.instanceProfileName, in: account)
            let role = try transaction.requireModifiable(RoleRecord.self, input.roleName, in: account)
            guard profile.roleID == nil else {
                throw ServiceError.quotaExceeded("InstanceSessionsPerInstanceProfile", 1)
            }
            profile.roleID = role.id
            try transaction.save(profile)
        }
        return AddRoleToInstanceProfileResponse()
    }

    /// Who puts a role into a profile gives it to the machines that wear it.
    func addingRole(_ input: AddRoleToInstanceProfileRequest, _ call: Call) async throws -> [Permission] {
        let profile = try await onInstanceProfile(
            "AddRoleToInstanceProfile", input.instanceProfileName, call)
        return try await profile
            + onRole(
                "PassRole", input.roleName, call, keys: ["iam:PassedToService": ["ec2.amazonaws.com"]])
    }
}

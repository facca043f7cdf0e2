import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateRoleDescription(
        _ input: UpdateRoleDescriptionRequest, _ call: Call
    ) async throws -> UpdateRoleDescriptionResponse {
        let account = call.accountID
        let role = try await change { transaction in
            var role = try transaction.require(RoleRecord.self, input.roleName, in: account)
            role.description = input.description
            try transaction.save(role)
            return role
        }
        return UpdateRoleDescriptionResponse(role: role.full)
    }
}

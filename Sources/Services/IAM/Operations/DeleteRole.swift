import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteRole(_ input: DeleteRoleRequest, _ call: Call) async throws -> DeleteRoleResponse {
        let account = call.accountID
        try await change { transaction in
            let role = try transaction.requireModifiable(RoleRecord.self, input.roleName, in: account)
            guard try !transaction.isInInstanceProfile(role) else { throw ServiceError.mustEmptyProfiles }
            try transaction.checkHasNoPolicies(role)
            try transaction.remove(role)
            try transaction.delete(KeyUseRecord.key(role.id).bytes)
        }
        return DeleteRoleResponse()
    }
}

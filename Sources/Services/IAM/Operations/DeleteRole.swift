import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteRole(_ input: DeleteRoleRequest, _ call: Call) async throws -> DeleteRoleResponse {
        let account = call.accountID
        try await change { transaction in
            let role = try transaction.require(RoleRecord.self, input.roleName, in: account)
            try transaction.checkHasNoPolicies(role)
            try transaction.remove(role)
        }
        return DeleteRoleResponse()
    }
}

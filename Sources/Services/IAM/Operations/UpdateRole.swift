import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// A maximum that is not given becomes the standard hour, as AWS documents it.
    func updateRole(_ input: UpdateRoleRequest, _ call: Call) async throws -> UpdateRoleResponse {
        let account = call.accountID
        try await change { transaction in
            var role = try transaction.require(RoleRecord.self, input.roleName, in: account)
            // Of a service's role only the description is the account's.
            if input.maxSessionDuration != nil { try role.checkIsModifiable() }
            if let description = input.description { role.description = description }
            role.maxSessionSeconds = input.maxSessionDuration ?? RoleRecord.standardSessionSeconds
            try transaction.save(role)
        }
        return UpdateRoleResponse()
    }
}

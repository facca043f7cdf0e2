import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getRole(_ input: GetRoleRequest, _ call: Call) async throws -> GetRoleResponse {
        let account = call.accountID
        return try await store.read { snapshot in
            let record = try snapshot.require(RoleRecord.self, input.roleName, in: account)
            var role = record.full
            role.roleLastUsed = try roleLastUsed(record.id, snapshot)
            return GetRoleResponse(role: role)
        }
    }
}

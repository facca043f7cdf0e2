import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getRole(_ input: GetRoleRequest, _ call: Call) async throws -> GetRoleResponse {
        let account = call.accountID
        return try await store.read { snapshot in
            var role = try snapshot.require(RoleRecord.self, input.roleName, in: account).full
            role.roleLastUsed = RoleLastUsed()
            return GetRoleResponse(role: role)
        }
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteRolePermissionsBoundary(
        _ input: DeleteRolePermissionsBoundaryRequest, _ call: Call
    ) async throws -> DeleteRolePermissionsBoundaryResponse {
        try await setBoundary(nil, of: RoleRecord.self, input.roleName, call)
        return DeleteRolePermissionsBoundaryResponse()
    }
}

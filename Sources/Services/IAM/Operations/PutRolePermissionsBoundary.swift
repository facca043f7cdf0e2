import IAMModel
import ServiceKit
import Storage

extension IAM {
    func putRolePermissionsBoundary(
        _ input: PutRolePermissionsBoundaryRequest, _ call: Call
    ) async throws -> PutRolePermissionsBoundaryResponse {
        try await setBoundary(input.permissionsBoundary, of: RoleRecord.self, input.roleName, call)
        return PutRolePermissionsBoundaryResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteUserPermissionsBoundary(
        _ input: DeleteUserPermissionsBoundaryRequest, _ call: Call
    ) async throws -> DeleteUserPermissionsBoundaryResponse {
        try await setBoundary(nil, of: UserRecord.self, input.userName, call)
        return DeleteUserPermissionsBoundaryResponse()
    }
}

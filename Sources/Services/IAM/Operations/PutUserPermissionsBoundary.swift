import IAMModel
import ServiceKit
import Storage

extension IAM {
    func putUserPermissionsBoundary(
        _ input: PutUserPermissionsBoundaryRequest, _ call: Call
    ) async throws -> PutUserPermissionsBoundaryResponse {
        try await setBoundary(input.permissionsBoundary, of: UserRecord.self, input.userName, call)
        return PutUserPermissionsBoundaryResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagRole(_ input: UntagRoleRequest, _ call: Call) async throws -> UntagRoleResponse {
        try await changeTags(of: RoleRecord.self, input.roleName, call) { $0.removing(input.tagKeys) }
        return UntagRoleResponse()
    }
}

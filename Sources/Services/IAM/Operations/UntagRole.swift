import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagRole(_ input: UntagRoleRequest, _ call: Call) async throws -> UntagRoleResponse {
        let account = call.accountID
        try await removeTags(input.tagKeys) { try $0.require(RoleRecord.self, input.roleName, in: account) }
        return UntagRoleResponse()
    }
}

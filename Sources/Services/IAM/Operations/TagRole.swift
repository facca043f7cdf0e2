import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagRole(_ input: TagRoleRequest, _ call: Call) async throws -> TagRoleResponse {
        let account = call.accountID
        try await addTags(input.tags) { try $0.require(RoleRecord.self, input.roleName, in: account) }
        return TagRoleResponse()
    }
}

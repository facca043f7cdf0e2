import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagRole(_ input: TagRoleRequest, _ call: Call) async throws -> TagRoleResponse {
        try await changeTags(of: RoleRecord.self, input.roleName, call) { tags in
            try tags.adding(input.tags, to: RoleRecord.kindInErrors)
        }
        return TagRoleResponse()
    }
}

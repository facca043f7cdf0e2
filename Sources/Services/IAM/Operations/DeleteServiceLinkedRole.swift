import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// AWS looks first whether the service still uses the role, and answers with a task. Here nothing
    /// does: the role is gone when this returns.
    func deleteServiceLinkedRole(
        _ input: DeleteServiceLinkedRoleRequest, _ call: Call
    ) async throws -> DeleteServiceLinkedRoleResponse {
        let account = call.accountID
        let number = randomness.uuid()
        let taskID = try await change { transaction in
            let role = try transaction.require(RoleRecord.self, input.roleName, in: account)
            guard role.servicePrincipal != nil else { throw ServiceError.noSuchRole(input.roleName) }
            for attachment in try transaction.attachments(of: role.id) { try transaction.remove(attachment) }
            try transaction.remove(role)
            let deletion = RoleDeletion(
                accountID: account, taskID: "task\(role.path)\(role.name)/\(number)", deletedAt: call.time)
            try transaction.save(deletion)
            return deletion.taskID
        }
        return DeleteServiceLinkedRoleResponse(deletionTaskId: taskID)
    }
}

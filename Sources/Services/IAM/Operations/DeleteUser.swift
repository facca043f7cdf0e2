import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteUser(_ input: DeleteUserRequest, _ call: Call) async throws -> DeleteUserResponse {
        let account = call.accountID
        try await change { transaction in
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            guard try transaction.accessKeys(of: user).isEmpty else {
                throw ServiceError.deleteConflict("Cannot delete entity, must delete access keys first.")
            }
            guard try transaction.loginProfile(of: user.id) == nil else {
                throw ServiceError.deleteConflict("Cannot delete entity, must delete login profile first.")
            }
            guard try !transaction.hasMFA(user) else {
                throw ServiceError.deleteConflict("Cannot delete entity, must delete MFA device first.")
            }
            guard try transaction.memberships(of: user.id).isEmpty else { throw ServiceError.mustLeaveGroups }
            try transaction.checkHasNoPolicies(user)
            try transaction.remove(user)
        }
        return DeleteUserResponse()
    }
}

extension Snapshot {
    /// - Throws: `DeleteConflict` while the user, group or role has policies.
    func checkHasNoPolicies(_ holder: some PolicyHolder) throws {
        guard try attachments(of: holder.id).isEmpty else {
            throw ServiceError.deleteConflict("Cannot delete entity, must detach all policies first.")
        }
        guard try inlinePolicies(of: holder.id).isEmpty else {
            throw ServiceError.deleteConflict("Cannot delete entity, must delete policies first.")
        }
    }
}

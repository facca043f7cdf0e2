import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Removing a user who is not in the group is no error.
    func adminRemoveUserFromGroup(
        _ input: AdminRemoveUserFromGroupRequest, _ call: Call
    ) async throws -> AdminRemoveUserFromGroupResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let group = try transaction.requireGroup(input.groupName, in: pool)
            let user = try transaction.requireUser(input.username, in: pool)
            try transaction.remove(GroupMembership(user, group))
        }
        return AdminRemoveUserFromGroupResponse()
    }
}

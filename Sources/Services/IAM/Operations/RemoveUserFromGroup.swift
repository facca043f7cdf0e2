import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// A user who is not in the group is no error: what was asked for is so.
    func removeUserFromGroup(
        _ input: RemoveUserFromGroupRequest, _ call: Call
    ) async throws -> RemoveUserFromGroupResponse {
        let account = call.accountID
        try await change { transaction in
            let group = try transaction.require(GroupRecord.self, input.groupName, in: account)
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            try transaction.remove(GroupMember(groupID: group.id, userID: user.id))
        }
        return RemoveUserFromGroupResponse()
    }
}

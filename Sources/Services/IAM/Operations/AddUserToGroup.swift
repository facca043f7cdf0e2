import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// A user who is in the group already stays in it.
    func addUserToGroup(_ input: AddUserToGroupRequest, _ call: Call) async throws -> AddUserToGroupResponse {
        let account = call.accountID
        try await change { transaction in
            let group = try transaction.require(GroupRecord.self, input.groupName, in: account)
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            let memberships = try transaction.memberships(of: user.id)
            if memberships.contains(where: { $0.groupID == group.id }) { return }
            guard memberships.count < GroupMember.mostGroupsPerUser else {
                throw ServiceError.quotaExceeded("GroupsPerUser", GroupMember.mostGroupsPerUser)
            }
            try transaction.save(GroupMember(groupID: group.id, userID: user.id))
        }
        return AddUserToGroupResponse()
    }
}

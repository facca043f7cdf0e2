import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteGroup(_ input: DeleteGroupRequest, _ call: Call) async throws -> DeleteGroupResponse {
        let account = call.accountID
        try await change { transaction in
            let group = try transaction.require(GroupRecord.self, input.groupName, in: account)
            guard try transaction.count(below: GroupMember.all(of: group.id), upTo: 1) == 0 else {
                throw ServiceError.mustLeaveGroups
            }
            try transaction.checkHasNoPolicies(group)
            try transaction.remove(group)
        }
        return DeleteGroupResponse()
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createGroup(_ input: CreateGroupRequest, _ call: Call) async throws -> CreateGroupResponse {
        let group = GroupRecord(
            accountID: call.accountID, path: input.path ?? "/", name: input.groupName,
            id: randomness.uniqueID(GroupRecord.idPrefix), createdAt: call.time)
        try await change { transaction in
            try transaction.checkRoom(for: GroupRecord.self, group.name, in: group.accountID)
            try transaction.save(group)
        }
        return CreateGroupResponse(group: group.answer)
    }
}

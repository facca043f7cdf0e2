import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateGroup(_ input: UpdateGroupRequest, _ call: Call) async throws -> UpdateGroupResponse {
        try await rename(GroupRecord.self, input.groupName, to: input.newGroupName, input.newPath, call)
        return UpdateGroupResponse()
    }

    /// Who renames a group must be allowed to on the old name and on the new.
    func updatingGroup(_ input: UpdateGroupRequest, _ call: Call) async throws -> [Permission] {
        try await renaming(
            GroupRecord.self, "UpdateGroup", input.groupName, to: input.newGroupName, input.newPath, call)
    }
}

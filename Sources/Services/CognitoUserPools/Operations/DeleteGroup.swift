import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Removes a group; its memberships count no more and are swept behind the reply.
    func deleteGroup(_ input: DeleteGroupRequest, _ call: Call) async throws -> DeleteGroupResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let group = try transaction.requireGroup(input.groupName, in: pool)
            try transaction.remove(group)
            try Discarded.add(GroupMembership.listing(pool.id, groupID: group.id), transaction)
        }
        return DeleteGroupResponse()
    }
}

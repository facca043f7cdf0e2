import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Changes what the call names of a group, and leaves the rest.
    func updateGroup(_ input: UpdateGroupRequest, _ call: Call) async throws -> UpdateGroupResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            var group = try transaction.requireGroup(input.groupName, in: pool)
            group.description = input.description ?? group.description
            group.roleARN = input.roleArn ?? group.roleARN
            group.precedence = input.precedence ?? group.precedence
            group.modifiedAt = call.time
            try transaction.save(group)
            return UpdateGroupResponse(group: group.summary)
        }
    }
}

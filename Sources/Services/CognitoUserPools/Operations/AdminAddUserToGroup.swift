import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Adding a user twice is no error.
    func adminAddUserToGroup(
        _ input: AdminAddUserToGroupRequest, _ call: Call
    ) async throws -> AdminAddUserToGroupResponse {
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            let group = try transaction.requireGroup(input.groupName, in: pool)
            try transaction.join(try transaction.requireUser(input.username, in: pool), group)
        }
        return AdminAddUserToGroupResponse()
    }
}

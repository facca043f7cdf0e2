import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func createGroup(_ input: CreateGroupRequest, _ call: Call) async throws -> CreateGroupResponse {
        let group = Group(
            poolID: input.userPoolId, name: input.groupName, id: randomness.uuid(), description: input.description,
            roleARN: input.roleArn, precedence: input.precedence, createdAt: call.time, modifiedAt: call.time)
        try await store.write { transaction in
            let pool = try pool(input.userPoolId, call, transaction)
            guard try !transaction.exists(group.key) else {
                throw ServiceError(CognitoUserPoolsErrors.groupExists, "A group with the name already exists.")
            }
            let groups = try transaction.scan(
                ScanRange(prefix: Group.listing(pool.id).bytes, maxEntries: Group.maxPerPool, keysOnly: true))
            guard groups.entries.count < Group.maxPerPool else {
                throw ServiceError(
                    CognitoUserPoolsErrors.limitExceeded, "Maximum number of groups for the pool reached.")
            }
            try transaction.save(group)
        }
        return CreateGroupResponse(group: group.summary)
    }
}

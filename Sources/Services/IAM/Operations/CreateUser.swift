import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createUser(_ input: CreateUserRequest, _ call: Call) async throws -> CreateUserResponse {
        let account = call.accountID
        let tags = try [IAMModel.Tag]().adding(input.tags ?? [], to: UserRecord.kindInErrors)
        let id = randomness.uniqueID(UserRecord.idPrefix)
        let user = try await change { transaction in
            try transaction.checkRoom(for: UserRecord.self, input.userName, in: account)
            let user = UserRecord(
                accountID: account, path: input.path ?? "/", name: input.userName, id: id,
                createdAt: call.time,
                boundary: try transaction.boundary(input.permissionsBoundary, for: account), tags: tags)
            try transaction.save(user)
            return user
        }
        return CreateUserResponse(user: user.full)
    }
}

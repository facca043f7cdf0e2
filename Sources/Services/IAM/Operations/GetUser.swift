import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getUser(_ input: GetUserRequest, _ call: Call) async throws -> GetUserResponse {
        if input.userName == nil, case .root(let account, _) = call.caller {
            return GetUserResponse(user: account.rootUser)
        }
        let account = call.accountID
        let name = try userName(input.userName, call)
        return try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            return GetUserResponse(user: try snapshot.answer(user, user.full))
        }
    }
}

extension Account {
    /// What GetUser tells the root of itself: programs read their account's number from the ARN.
    fileprivate var rootUser: IAMModel.User {
        IAMModel.User(
            path: "/", userName: name, userId: id, arn: rootARN, createDate: Date(timeIntervalSince1970: 0))
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createLoginProfile(
        _ input: CreateLoginProfileRequest, _ call: Call
    ) async throws -> CreateLoginProfileResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        guard let password = input.password else { throw ServiceError.missing("password") }
        let rules = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            try snapshot.checkHasNoPassword(user)
            return try snapshot.account(account).passwordRules
        }
        let hash = try await hash(password, rules, replacing: nil, call)
        return try await store.write { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            try transaction.checkHasNoPassword(user)
            let profile = LoginProfileRecord(
                userID: user.id, hash: hash, createdAt: call.time, changedAt: call.time,
                mustBeReset: input.passwordResetRequired ?? false, former: [])
            try transaction.save(profile)
            return CreateLoginProfileResponse(loginProfile: profile.answer(user))
        }
    }
}

extension Snapshot {
    fileprivate func checkHasNoPassword(_ user: UserRecord) throws {
        guard try loginProfile(of: user.id) == nil else {
            throw ServiceError(
                IAMErrors.entityAlreadyExists, "Login Profile for user \(user.name) already exists.")
        }
    }
}

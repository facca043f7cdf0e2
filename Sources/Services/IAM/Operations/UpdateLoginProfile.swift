import IAMModel
import ServiceKit
import Storage

extension IAM {
    func updateLoginProfile(
        _ input: UpdateLoginProfileRequest, _ call: Call
    ) async throws -> UpdateLoginProfileResponse {
        let account = call.accountID
        let (profile, rules) = try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, input.userName, in: account)
            return (
                try snapshot.require(loginProfileOf: user), try snapshot.account(account).passwordRules
            )
        }
        if let password = input.password {
            let hash = try await hash(password, rules, replacing: profile, call)
            try await replacePassword(
                of: profile, with: hash, mustBeReset: input.passwordResetRequired ?? profile.mustBeReset,
                at: call.time)
        } else if let mustBeReset = input.passwordResetRequired {
            try await store.write { transaction in
                let user = try transaction.require(UserRecord.self, input.userName, in: account)
                var profile = try transaction.require(loginProfileOf: user)
                profile.mustBeReset = mustBeReset
                try transaction.save(profile)
            }
        }
        return UpdateLoginProfileResponse()
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func changePassword(_ input: ChangePasswordRequest, _ call: Call) async throws -> ChangePasswordResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        if let known = user.passwordHash {
            let account = "\(pool.id) \(user.sub)"
            try await attempts.judge(account, at: call.time, refusal: ServiceError.limitExceeded) {
                guard let previous = input.previousPassword, try await verify(previous, against: known) else {
                    throw ServiceError.wrongPassword
                }
            }
        }
        try PasswordRules(policy: pool.settings.passwordPolicy).check(input.proposedPassword)
        try await requireUnused(input.proposedPassword, by: user, in: pool)
        let password = try await protect(input.proposedPassword, of: user.username, in: pool)
        _ = try await replacePassword(of: user, in: pool, by: password, call: call)
        return ChangePasswordResponse()
    }
}

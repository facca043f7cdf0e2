import ServiceKit

extension IAM {
    /// Whether a request came with a code of a multi-factor device; one that is wrong refuses it.
    func checkMFA(_ serialNumber: String?, _ code: String?, _ call: Call) async throws -> Bool {
        guard serialNumber != nil || code != nil else { return false }
        guard let serialNumber, let code, case .user(let user) = call.caller, user.session == nil else {
            throw ServiceError.wrongMFACode
        }
        try wrongTries.begin(user.userID, at: call.time)
        let isRight = try await takeMFACode(
            code, serialNumber: serialNumber, userID: user.userID, at: call.time)
        guard isRight else { throw ServiceError.wrongMFACode }
        wrongTries.forget(user.userID, at: call.time)
        return true
    }
}

extension ServiceError {
    static let wrongMFACode = accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ")
}

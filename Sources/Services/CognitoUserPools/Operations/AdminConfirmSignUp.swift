import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    /// Confirms a user without a code; their address stays as unverified as it was.
    func adminConfirmSignUp(
        _ input: AdminConfirmSignUpRequest, _ call: Call
    ) async throws -> AdminConfirmSignUpResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        let confirmed = try await change(user, in: pool) { current in
            try current.requireUnconfirmed()
            current.status = .confirmed
            current.modifiedAt = call.time
        }
        try await runPostConfirmation(.signUp, confirmed, pool, clientID: nil, input.clientMetadata, call)
        return AdminConfirmSignUpResponse()
    }
}

extension User {
    func requireUnconfirmed() throws {
        guard status == .unconfirmed else {
            throw ServiceError.notAuthorized("User cannot be confirmed. Current status is \(status.rawValue)")
        }
    }
}

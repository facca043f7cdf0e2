import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Confirms a registration with the code, which also verifies the address it was sent to.
    func confirmSignUp(_ input: ConfirmSignUpRequest, _ call: Call) async throws -> ConfirmSignUpResponse {
        try admit(call, .authentication)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        let (user, destination) = try await confirmRegistration(
            input.username, input.confirmationCode, force: input.forceAliasCreation ?? false, pool, client,
            input.clientMetadata, call)
        return ConfirmSignUpResponse(
            session: try sessionAfterConfirmation(of: user, by: destination, pool, client, call))
    }

    private func confirmRegistration(
        _ username: String, _ code: String, force: Bool, _ pool: UserPool, _ client: UserPoolClient,
        _ metadata: [String: String]?, _ call: Call
    ) async throws -> (User, CodeDestination) {
        let (check, user): (CodeCheck, User?) = try await store.write { transaction in
            guard let user = try transaction.user(username, in: pool) else {
                throw client.hidesUnknownUsers ? ServiceError.expiredCode : ServiceError.noUserForClient
            }
            guard user.enabled else { throw ServiceError.userDisabled }
            try user.requireUnconfirmed()
            let check = try checkCode(code, of: user, .signUp, at: call.time, transaction)
            guard case .right(let destination) = check else { return (check, nil) }
            var confirmed = user
            confirmed.status = .confirmed
            confirmed.verify(destination)
            confirmed.modifiedAt = call.time
            try transaction.saveUser(confirmed, over: user, in: pool, force: force)
            return (check, confirmed)
        }
        if let failure = ServiceError(check) { throw failure }
        guard case .right(let destination) = check, let user else { throw ServiceError.codeMismatch }
        try await runPostConfirmation(.signUp, user, pool, clientID: client.id, metadata, call)
        return (user, destination)
    }
}

extension User {
    /// The address is proven, unless it was changed since the code was sent.
    mutating func verify(_ destination: CodeDestination) {
        guard attributes[destination.attribute] == destination.value else { return }
        attributes[destination.attribute + "_verified"] = "true"
    }
}

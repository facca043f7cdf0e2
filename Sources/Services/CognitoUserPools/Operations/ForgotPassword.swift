import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sends a code to the user's verified address, with which ConfirmForgotPassword sets a password.
    func forgotPassword(_ input: ForgotPasswordRequest, _ call: Call) async throws -> ForgotPasswordResponse {
        try admit(call, .registration)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        if try await store.read({ try $0.user(input.username, in: pool) }) == nil {
            _ = try await migrateForReset(input.username, pool, client, input.clientMetadata, call)
        }
        let code = makeCode()
        let (holder, destination) = try await store.write { transaction in
            let holder = try codeHolder(input.username, pool, client, at: call.time, transaction)
            let destination =
                holder.isDecoy
                ? simulatedDelivery(input.username, in: pool) : try recoveryDestination(of: holder.user, in: pool)
            try storeCode(code, for: holder.user, .forgotPassword, to: destination, at: call.time, transaction)
            return (holder, destination)
        }
        let user = holder.user
        guard !holder.isDecoy else {
            try await pretendToDeliver()
            return ForgotPasswordResponse(codeDeliveryDetails: destination.details)
        }
        try await deliver(
            try await customized(
                pool.verificationMessage(code, to: destination, at: call.time), "ForgotPassword", user, code: code,
                destination, pool, clientID: client.id, input.clientMetadata, call))
        return ForgotPasswordResponse(codeDeliveryDetails: destination.details)
    }

    func recoveryDestination(of user: User, in pool: UserPool) throws -> CodeDestination {
        guard user.enabled else { throw ServiceError.userDisabled }
        if pool.recoversByAdministratorOnly {
            throw ServiceError.notAuthorized("Contact administrator to reset password.")
        }
        if user.status == .forceChangePassword {
            throw ServiceError.notAuthorized("User password cannot be reset in the current state.")
        }
        guard let destination = pool.recoveryDestination(of: user) else {
            throw ServiceError.invalidParameter(
                "Cannot reset password for the user as there is no registered/verified email or phone_number")
        }
        return destination
    }
}

import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func resendConfirmationCode(
        _ input: ResendConfirmationCodeRequest, _ call: Call
    ) async throws -> ResendConfirmationCodeResponse {
        try admit(call, .registration)
        let (pool, client) = try await openClient(input.clientId, call)
        try checkSecretHash(input.secretHash, of: client, names: [input.username])
        let domain = try await linkDomain(of: pool)
        let code = makeCode()
        let found: (User, CodeDestination)? = try await store.write { transaction in
            guard let user = try transaction.user(input.username, in: pool) else {
                guard client.hidesUnknownUsers else { throw ServiceError.noUserForClient }
                let holder = try codeHolder(input.username, pool, client, at: call.time, transaction)
                try storeCode(
                    code, for: holder.user, .signUp, to: simulatedDelivery(input.username, in: pool), at: call.time,
                    transaction)
                return nil
            }
            guard user.status == .unconfirmed else {
                throw ServiceError.invalidParameter("User is already confirmed.")
            }
            guard let destination = pool.verificationDestination(of: user) else {
                throw ServiceError.invalidParameter("Auto verification not turned on.")
            }
            try storeCode(code, for: user, .signUp, to: destination, at: call.time, transaction)
            return (user, destination)
        }
        guard let (user, destination) = found else {
            try await pretendToDeliver()
            return ResendConfirmationCodeResponse(
                codeDeliveryDetails: simulatedDelivery(input.username, in: pool).details)
        }
        try await deliver(
            try await registrationMessage(
                "ResendCode", code, for: user, to: destination, pool, client, at: domain, input.clientMetadata, call))
        return ResendConfirmationCodeResponse(codeDeliveryDetails: destination.details)
    }
}

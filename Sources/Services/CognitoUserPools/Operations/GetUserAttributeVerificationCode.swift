import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Sends a code to the user's address, or to the one that waits to become it.
    func getUserAttributeVerificationCode(
        _ input: GetUserAttributeVerificationCodeRequest, _ call: Call
    ) async throws -> GetUserAttributeVerificationCodeResponse {
        let (pool, client, user, _) = try await bearer(input.accessToken, call)
        let attribute = input.attributeName
        try requireVerifiable(attribute)
        let code = makeCode()
        let destination: CodeDestination = try await store.write { transaction in
            guard let current = try transaction.find(User.self, user.key), current.sub == user.sub else {
                throw ServiceError.noUser
            }
            let purpose = ConfirmationCode.Purpose.verification(of: attribute)
            let waiting = try transaction.find(
                ConfirmationCode.self, ConfirmationCode.key(pool.id, user.sub, purpose))
            let pending = waiting.flatMap { $0.isPending == true && call.time < $0.validUntil ? $0.destination : nil }
            guard let value = pending ?? current.attributes[attribute], !value.isEmpty else {
                throw ServiceError.invalidParameter("User does not have a value for attribute \(attribute).")
            }
            let destination = CodeDestination(attribute: attribute, value: value, isPending: pending != nil)
            try storeCode(code, for: current, purpose, to: destination, at: call.time, transaction)
            return destination
        }
        try await deliver(
            try await customized(
                pool.verificationMessage(code, to: destination, at: call.time), "VerifyUserAttribute", user,
                code: code, destination, pool, clientID: client.id, input.clientMetadata, call))
        return GetUserAttributeVerificationCodeResponse(codeDeliveryDetails: destination.details)
    }

    /// Only addresses can be verified.
    func requireVerifiable(_ attribute: String) throws {
        guard ["email", "phone_number"].contains(attribute) else {
            throw ServiceError.invalidParameter("Invalid attribute name provided: \(attribute)")
        }
    }
}

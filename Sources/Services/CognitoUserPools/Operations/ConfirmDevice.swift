import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

extension CognitoUserPools {
    /// Keeps a device with the verifier of a secret that only it knows.
    func confirmDevice(_ input: ConfirmDeviceRequest, _ call: Call) async throws -> ConfirmDeviceResponse {
        let (pool, _, user, claims) = try await bearer(input.accessToken, call)
        guard let settings = pool.settings.device else {
            throw ServiceError(
                CognitoUserPoolsErrors.invalidUserPoolConfiguration,
                "Device tracking is not enabled for this user pool.")
        }
        // A device key is good for the sign-in that gave it.
        guard claims.payload["device_key"]?.string == input.deviceKey else { throw Self.noDevice }
        let secret = try DeviceSecret(input.deviceSecretVerifierConfig)
        let asksUser = settings.deviceOnlyRememberedOnUserPrompt == true
        let device = RememberedDevice(
            poolID: pool.id, sub: user.sub, deviceKey: input.deviceKey, name: input.deviceName,
            isRemembered: !asksUser, salt: secret.salt,
            sealedVerifier: try seal(deviceVerifier: secret.verifier, input.deviceKey),
            lastAddress: call.client.address,
            createdAt: call.time, modifiedAt: call.time, authenticatedAt: call.time)
        try await store.write { transaction in
            if try transaction.exists(device.key) {
                throw ServiceError(CognitoUserPoolsErrors.deviceKeyExists, "Device key already exists.")
            }
            try transaction.save(device)
        }
        return ConfirmDeviceResponse(userConfirmationNecessary: asksUser)
    }
}

/// The verifier a device made of its secret, as ConfirmDevice carries it.
private struct DeviceSecret {
    let salt: [UInt8]
    let verifier: [UInt8]

    init(_ config: DeviceSecretVerifierConfigType?) throws {
        guard let config, let verifier = Data(base64Encoded: config.passwordVerifier ?? ""),
            let salt = Data(base64Encoded: config.salt ?? ""), (1...400).contains(verifier.count),
            (1...64).contains(salt.count)
        else { throw ServiceError.invalidParameter("Invalid device secret verifier given.") }
        self.salt = [UInt8](salt)
        self.verifier = [UInt8](verifier)
    }
}

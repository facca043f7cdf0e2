import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// Gives a device to the user who shows two of its codes, one after the other.
    func enableMFADevice(
        _ input: EnableMFADeviceRequest, _ call: Call
    ) async throws -> EnableMFADeviceResponse {
        let account = call.accountID
        try await store.write { transaction in
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            var device = try transaction.require(mfaDevice: input.serialNumber, of: account)
            guard device.userID == nil else {
                throw ServiceError(IAMErrors.entityAlreadyExists, "MFA Device is already in use.")
            }
            try transaction.checkQuota(
                "MFADevicesPerUser", MFADeviceRecord.mostPerUser, below: MFADeviceRecord.ofUser(user.id))
            try agree(
                &device, input.authenticationCode1, input.authenticationCode2,
                reach: Self.reachOfEnabling, at: call.time)
            device.userID = user.id
            device.enabledAt = call.time
            try transaction.save(device)
        }
        return EnableMFADeviceResponse()
    }
}

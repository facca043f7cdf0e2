import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deactivateMFADevice(
        _ input: DeactivateMFADeviceRequest, _ call: Call
    ) async throws -> DeactivateMFADeviceResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        try await store.write { transaction in
            let user = try transaction.require(UserRecord.self, name, in: account)
            let device = try transaction.require(mfaDevice: input.serialNumber, of: user)
            var free = device
            free.userID = nil
            free.enabledAt = nil
            try transaction.replace(device, with: free)
        }
        return DeactivateMFADeviceResponse()
    }
}

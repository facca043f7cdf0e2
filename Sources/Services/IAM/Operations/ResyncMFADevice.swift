import IAMModel
import ServiceKit
import Storage

extension IAM {
    func resyncMFADevice(
        _ input: ResyncMFADeviceRequest, _ call: Call
    ) async throws -> ResyncMFADeviceResponse {
        let account = call.accountID
        try await store.write { transaction in
            let user = try transaction.require(UserRecord.self, input.userName, in: account)
            var device = try transaction.require(mfaDevice: input.serialNumber, of: user)
            try agree(
                &device, input.authenticationCode1, input.authenticationCode2, reach: Self.reachOfResync,
                at: call.time)
            try transaction.save(device)
        }
        return ResyncMFADeviceResponse()
    }
}

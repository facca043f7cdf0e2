import IAMModel
import ServiceKit
import Storage

extension IAM {
    func deleteVirtualMFADevice(
        _ input: DeleteVirtualMFADeviceRequest, _ call: Call
    ) async throws -> DeleteVirtualMFADeviceResponse {
        let account = call.accountID
        try await store.write { transaction in
            let device = try transaction.require(mfaDevice: input.serialNumber, of: account)
            guard device.userID == nil else {
                throw ServiceError.deleteConflict("MFA VirtualDevice in use. Must deactivate first.")
            }
            try transaction.remove(device)
        }
        return DeleteVirtualMFADeviceResponse()
    }
}

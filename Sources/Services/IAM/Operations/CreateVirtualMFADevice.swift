import FoundationEssentials
import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// The seed is shown in this answer and never again. Its picture is the client's to draw.
    func createVirtualMFADevice(
        _ input: CreateVirtualMFADeviceRequest, _ call: Call
    ) async throws -> CreateVirtualMFADeviceResponse {
        let seed = randomness.text(64, from: Alphabet.base32)
        var device = MFADeviceRecord(
            accountID: call.accountID, path: input.path ?? "/", name: input.virtualMFADeviceName,
            sealedSeed: Data(), drift: 0, lastStep: 0,
            tags: try [IAMModel.Tag]().adding(input.tags ?? [], to: MFADeviceRecord.kindInErrors))
        guard device.name.utf8.count <= 128 else {
            throw ServiceError.invalidInput("The name of a device has at most 128 characters.")
        }
        device.sealedSeed = Data(try secrets.seal(Array(seed.utf8), context: Array(device.arn.utf8)))
        let made = device
        try await store.write { transaction in
            guard try !transaction.exists(made.key) else {
                throw ServiceError(
                    IAMErrors.entityAlreadyExists,
                    "MFADevice entity at the same path and name already exists.")
            }
            try transaction.checkQuota(
                "VirtualMFADevicesPerAccount", MFADeviceRecord.mostPerAccount,
                below: MFADeviceRecord.all(made.accountID))
            try transaction.save(made)
        }
        return CreateVirtualMFADeviceResponse(
            virtualMFADevice: VirtualMFADevice(
                serialNumber: made.arn, base32StringSeed: Array(seed.utf8),
                tags: made.tags.isEmpty ? nil : made.tags))
    }
}

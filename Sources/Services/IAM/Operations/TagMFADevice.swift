import IAMModel
import ServiceKit
import Storage

extension IAM {
    func tagMFADevice(_ input: TagMFADeviceRequest, _ call: Call) async throws -> TagMFADeviceResponse {
        let account = call.accountID
        try await addTags(input.tags) { try $0.require(mfaDevice: input.serialNumber, of: account) }
        return TagMFADeviceResponse()
    }
}

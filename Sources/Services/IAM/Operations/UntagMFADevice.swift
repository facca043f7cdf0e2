import IAMModel
import ServiceKit
import Storage

extension IAM {
    func untagMFADevice(_ input: UntagMFADeviceRequest, _ call: Call) async throws -> UntagMFADeviceResponse {
        let account = call.accountID
        try await removeTags(input.tagKeys) { try $0.require(mfaDevice: input.serialNumber, of: account) }
        return UntagMFADeviceResponse()
    }
}

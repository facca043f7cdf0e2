import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getMFADevice(_ input: GetMFADeviceRequest, _ call: Call) async throws -> GetMFADeviceResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        return try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            let device = try snapshot.require(mfaDevice: input.serialNumber, of: user)
            return GetMFADeviceResponse(
                userName: user.name, serialNumber: device.arn, enableDate: device.enabledAt)
        }
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func updateDeviceStatus(_ input: UpdateDeviceStatusRequest, _ call: Call) async throws -> UpdateDeviceStatusResponse
    {
        let (_, _, user, _) = try await bearer(input.accessToken, call)
        try await remember(input.deviceKey, of: user, status: input.deviceRememberedStatus, call)
        return UpdateDeviceStatusResponse()
    }
}

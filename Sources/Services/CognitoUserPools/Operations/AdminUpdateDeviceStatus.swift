import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminUpdateDeviceStatus(
        _ input: AdminUpdateDeviceStatusRequest, _ call: Call
    ) async throws -> AdminUpdateDeviceStatusResponse {
        let (_, user) = try await poolAndUser(input.userPoolId, input.username, call)
        try await remember(input.deviceKey, of: user, status: input.deviceRememberedStatus, call)
        return AdminUpdateDeviceStatusResponse()
    }
}

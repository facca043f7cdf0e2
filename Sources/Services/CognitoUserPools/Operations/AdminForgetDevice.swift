import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminForgetDevice(_ input: AdminForgetDeviceRequest, _ call: Call) async throws -> AdminForgetDeviceResponse {
        let (_, user) = try await poolAndUser(input.userPoolId, input.username, call)
        try await forget(input.deviceKey, of: user)
        return AdminForgetDeviceResponse()
    }
}

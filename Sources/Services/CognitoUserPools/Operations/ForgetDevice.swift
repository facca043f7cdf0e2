import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func forgetDevice(_ input: ForgetDeviceRequest, _ call: Call) async throws -> ForgetDeviceResponse {
        guard let accessToken = input.accessToken else {
            throw ServiceError.invalidParameter("Missing required parameter AccessToken")
        }
        let (_, _, user, _) = try await bearer(accessToken, call)
        try await forget(input.deviceKey, of: user)
        return ForgetDeviceResponse()
    }
}

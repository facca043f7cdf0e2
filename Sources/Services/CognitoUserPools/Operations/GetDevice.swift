import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func getDevice(_ input: GetDeviceRequest, _ call: Call) async throws -> GetDeviceResponse {
        guard let accessToken = input.accessToken else {
            throw ServiceError.invalidParameter("Missing required parameter AccessToken")
        }
        let (pool, _, user, _) = try await bearer(accessToken, call)
        guard let device = try await device(input.deviceKey, of: user) else { throw Self.noDevice }
        return GetDeviceResponse(device: device.reply(poolArn: pool.arn))
    }
}

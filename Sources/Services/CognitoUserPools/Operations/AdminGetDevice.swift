import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminGetDevice(_ input: AdminGetDeviceRequest, _ call: Call) async throws -> AdminGetDeviceResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        guard let device = try await device(input.deviceKey, of: user) else { throw Self.noDevice }
        return AdminGetDeviceResponse(device: device.reply(poolArn: pool.arn))
    }
}

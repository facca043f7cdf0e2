import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminListDevices(_ input: AdminListDevicesRequest, _ call: Call) async throws -> AdminListDevicesResponse {
        let (pool, user) = try await poolAndUser(input.userPoolId, input.username, call)
        let page = try await devices(of: user, in: pool, limit: input.limit, from: input.paginationToken)
        return AdminListDevicesResponse(devices: page.devices, paginationToken: page.next)
    }
}

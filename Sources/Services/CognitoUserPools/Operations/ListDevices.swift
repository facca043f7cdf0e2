import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func listDevices(_ input: ListDevicesRequest, _ call: Call) async throws -> ListDevicesResponse {
        let (pool, _, user, _) = try await bearer(input.accessToken, call)
        let page = try await devices(of: user, in: pool, limit: input.limit, from: input.paginationToken)
        return ListDevicesResponse(devices: page.devices, paginationToken: page.next)
    }
}

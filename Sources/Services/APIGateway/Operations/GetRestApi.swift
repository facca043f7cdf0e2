import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getRestApi(_ input: GetRestApiRequest, _ call: Call) async throws -> RestApi {
        try await read(input.restApiId, call) { try $0.requireRESTAPI(input.restApiId, call).shown() }
    }
}

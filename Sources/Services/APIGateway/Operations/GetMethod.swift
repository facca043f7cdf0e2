import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getMethod(_ input: GetMethodRequest, _ call: Call) async throws -> Method {
        try await read(input.restApiId, call) {
            try $0.requireMethod(input.httpMethod, of: input.resourceId, in: input.restApiId).1
        }
    }
}

import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getAuthorizer(_ input: GetAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        try await read(input.restApiId, call) { try $0.requireRESTAuthorizer(input.authorizerId, of: input.restApiId) }
    }
}

import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getAuthorizer(_ input: GetAuthorizerRequest, _ call: Call) async throws -> Authorizer {
        try await read(input.apiId, call) { try $0.requireAuthorizer(input.authorizerId, of: input.apiId) }
    }
}

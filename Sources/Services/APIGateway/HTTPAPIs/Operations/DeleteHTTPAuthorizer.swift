import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteAuthorizer(_ input: DeleteAuthorizerRequest, _ call: Call) async throws -> DeleteAuthorizerResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            let authorizer = try transaction.requireAuthorizer(input.authorizerId, of: input.apiId)
            let users = try transaction.parts(Route.self, of: input.apiId).filter {
                $0.authorizerId == input.authorizerId
            }
            guard users.isEmpty else {
                throw ServiceError.conflict(
                    "Cannot delete Authorizer because it is referenced by the following Routes with Ids: "
                        + "[\(users.map(\.partID).joined(separator: ", "))]")
            }
            try transaction.remove(authorizer, in: input.apiId)
        }
        return DeleteAuthorizerResponse()
    }
}

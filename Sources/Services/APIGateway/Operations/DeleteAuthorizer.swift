import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteAuthorizer(_ input: DeleteAuthorizerRequest, _ call: Call) async throws -> DeleteAuthorizerResponse {
        try await change(input.restApiId, call) { transaction, record in
            let authorizer = try transaction.requireRESTAuthorizer(input.authorizerId, of: record.id)
            for resource in try transaction.parts(Resource.self, of: record.id) {
                for (name, method) in resource.resourceMethods ?? [:] where method.authorizerId == authorizer.id {
                    throw ServiceError.conflict(
                        "Cannot delete authorizer '\(authorizer.name ?? "")', is referenced in method: "
                            + "\(resource.path ?? "")/\(name)")
                }
            }
            try transaction.remove(authorizer, in: record.id)
        }
        return DeleteAuthorizerResponse()
    }
}

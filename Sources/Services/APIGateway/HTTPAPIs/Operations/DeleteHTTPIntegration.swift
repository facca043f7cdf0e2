import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteIntegration(_ input: DeleteIntegrationRequest, _ call: Call) async throws -> DeleteIntegrationResponse {
        try await change(input.apiId, call, deploys: false) { transaction in
            let integration = try transaction.requireIntegration(input.integrationId, of: input.apiId)
            let target = "integrations/\(input.integrationId)"
            let users = try transaction.parts(Route.self, of: input.apiId).filter { $0.target == target }
            guard users.isEmpty else {
                throw ServiceError.conflict(
                    "Cannot delete Integration because it is referenced by the following Routes with Ids: "
                        + "[\(users.map(\.partID).joined(separator: ", "))]")
            }
            try transaction.remove(integration, in: input.apiId)
        }
        return DeleteIntegrationResponse()
    }
}

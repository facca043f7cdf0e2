import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteMethod(_ input: DeleteMethodRequest, _ call: Call) async throws -> DeleteMethodResponse {
        try await change(input.restApiId, call) { transaction, record in
            var (resource, _) = try transaction.requireMethod(input.httpMethod, of: input.resourceId, in: record.id)
            resource.resourceMethods?[input.httpMethod] = nil
            if resource.resourceMethods?.isEmpty == true { resource.resourceMethods = nil }
            try transaction.save(resource, in: record.id)
        }
        return DeleteMethodResponse()
    }
}

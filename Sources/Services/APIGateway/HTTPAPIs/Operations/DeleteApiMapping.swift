import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func deleteApiMapping(_ input: DeleteApiMappingRequest, _ call: Call) async throws -> DeleteApiMappingResponse {
        try await gateway.changeDomain(input.domainName) { transaction in
            try transaction.remove(
                try transaction.requireMapping(id: input.apiMappingId, of: input.domainName, call))
        }
        return DeleteApiMappingResponse()
    }
}

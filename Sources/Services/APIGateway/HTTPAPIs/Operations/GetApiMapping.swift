import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func getApiMapping(_ input: GetApiMappingRequest, _ call: Call) async throws -> ApiMapping {
        try await store.read {
            try $0.requireMapping(id: input.apiMappingId, of: input.domainName, call).shownByV2
        }
    }
}

import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getBasePathMapping(_ input: GetBasePathMappingRequest, _ call: Call) async throws -> BasePathMapping {
        try await store.read {
            try $0.requireMapping(MappingRecord.path(input.basePath), of: input.domainName, call).shownByV1
        }
    }
}

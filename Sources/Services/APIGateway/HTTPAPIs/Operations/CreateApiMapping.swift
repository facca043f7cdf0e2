import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func createApiMapping(_ input: CreateApiMappingRequest, _ call: Call) async throws -> ApiMapping {
        let record = MappingRecord(
            id: gateway.newID(6), domain: input.domainName, basePath: input.apiMappingKey ?? "", apiID: input.apiId,
            stage: input.stage)
        try record.check(isOfV2: true)
        try await gateway.changeDomain(input.domainName) { try $0.insert(record, call) }
        return record.shownByV2
    }
}

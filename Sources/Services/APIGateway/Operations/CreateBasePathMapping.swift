import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createBasePathMapping(_ input: CreateBasePathMappingRequest, _ call: Call) async throws -> BasePathMapping {
        let record = MappingRecord(
            id: newID(6), domain: input.domainName, basePath: MappingRecord.path(input.basePath),
            apiID: input.restApiId, stage: input.stage.flatMap { $0.isEmpty ? nil : $0 })
        try record.check(isOfV2: false)
        try await changeDomain(input.domainName) { try $0.insert(record, call) }
        return record.shownByV1
    }
}

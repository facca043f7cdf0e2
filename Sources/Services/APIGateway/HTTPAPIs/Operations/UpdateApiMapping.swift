import APIGatewayV2Model
import ServiceKit
import Storage

extension APIGatewayV2 {
    func updateApiMapping(_ input: UpdateApiMappingRequest, _ call: Call) async throws -> ApiMapping {
        try await gateway.changeDomain(input.domainName) { transaction in
            let old = try transaction.requireMapping(id: input.apiMappingId, of: input.domainName, call)
            var record = old
            record.apiID = input.apiId
            if let key = input.apiMappingKey { record.basePath = key }
            if let stage = input.stage { record.stage = stage }
            try record.check(isOfV2: true)
            try transaction.remove(old)
            try transaction.insert(record, call)
            return record.shownByV2
        }
    }
}

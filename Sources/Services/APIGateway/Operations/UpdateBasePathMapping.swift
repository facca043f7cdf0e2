import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateBasePathMapping(_ input: UpdateBasePathMappingRequest, _ call: Call) async throws -> BasePathMapping {
        try await changeDomain(input.domainName) { transaction in
            let old = try transaction.requireMapping(MappingRecord.path(input.basePath), of: input.domainName, call)
            var record = old
            try Patch.apply(input.patchOperations, paths: ["/basePath", "/restapiId", "/stage"]) { step in
                switch step.parts {
                case ["basePath"]: record.basePath = MappingRecord.path(step.value)
                case ["restapiId"], ["restApiId"]: record.apiID = step.text
                case ["stage"]: record.stage = step.op == .remove || step.text.isEmpty ? nil : step.text
                default: return false
                }
                return true
            }
            try record.check(isOfV2: false)
            try transaction.remove(old)
            try transaction.insert(record, call)
            return record.shownByV1
        }
    }
}

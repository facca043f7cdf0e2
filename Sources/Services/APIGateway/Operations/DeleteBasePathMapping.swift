import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func deleteBasePathMapping(
        _ input: DeleteBasePathMappingRequest, _ call: Call
    ) async throws -> DeleteBasePathMappingResponse {
        try await changeDomain(input.domainName) { transaction in
            let path = MappingRecord.path(input.basePath)
            try transaction.remove(try transaction.requireMapping(path, of: input.domainName, call))
        }
        return DeleteBasePathMappingResponse()
    }
}

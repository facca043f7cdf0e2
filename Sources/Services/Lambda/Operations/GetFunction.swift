import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// A function with a link to its archive, which holds for ten minutes.
    func getFunction(_ input: GetFunctionRequest, _ call: Call) async throws -> GetFunctionResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        let (function, version, _) = try await store.read { try $0.resolve(address) }
        var response = GetFunctionResponse(
            configuration: configuration(of: function, address.qualifier, version: version),
            code: FunctionCodeLocation(repositoryType: "S3", location: try codeLink(version.code, at: call.time)),
            tags: function.tags.isEmpty ? nil : function.tags)
        if let reserved = function.reservedConcurrency {
            response.concurrency = Concurrency(reservedConcurrentExecutions: reserved)
        }
        return response
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func deleteFunctionUrlConfig(
        _ input: DeleteFunctionUrlConfigRequest, _ call: Call
    ) async throws -> DeleteFunctionUrlConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        try await store.write { transaction in
            guard let url = try transaction.url(of: address) else { throw Self.noURL }
            try transaction.remove(url)
        }
        return DeleteFunctionUrlConfigResponse()
    }
}

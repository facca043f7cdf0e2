import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getFunctionRecursionConfig(
        _ input: GetFunctionRecursionConfigRequest, _ call: Call
    ) async throws -> GetFunctionRecursionConfigResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let function = try await store.read { try $0.require(address) }
        return GetFunctionRecursionConfigResponse(
            recursiveLoop: function.allowsRecursion == true ? .allow : .terminate)
    }
}

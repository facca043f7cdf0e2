import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func putFunctionRecursionConfig(
        _ input: PutFunctionRecursionConfigRequest, _ call: Call
    ) async throws -> PutFunctionRecursionConfigResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        try await store.write { transaction in
            var function = try transaction.require(address)
            function.allowsRecursion = input.recursiveLoop == .allow
            try transaction.save(function)
        }
        return PutFunctionRecursionConfigResponse(recursiveLoop: input.recursiveLoop)
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getFunctionConcurrency(
        _ input: GetFunctionConcurrencyRequest, _ call: Call
    ) async throws -> GetFunctionConcurrencyResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let function = try await store.read { try $0.require(address) }
        return GetFunctionConcurrencyResponse(reservedConcurrentExecutions: function.reservedConcurrency)
    }
}

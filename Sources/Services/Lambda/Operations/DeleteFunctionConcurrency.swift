import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func deleteFunctionConcurrency(
        _ input: DeleteFunctionConcurrencyRequest, _ call: Call
    ) async throws -> DeleteFunctionConcurrencyResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        try await store.write { transaction in
            var function = try transaction.require(address)
            function.reservedConcurrency = nil
            try transaction.save(function)
        }
        return DeleteFunctionConcurrencyResponse()
    }
}

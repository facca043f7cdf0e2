import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func putFunctionConcurrency(_ input: PutFunctionConcurrencyRequest, _ call: Call) async throws -> Concurrency {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let reserved = input.reservedConcurrentExecutions
        guard reserved <= AccountLimits.concurrency - AccountLimits.unreserved else {
            throw ServiceError.invalid(
                "Specified ReservedConcurrentExecutions for function decreases account's "
                    + "UnreservedConcurrentExecution below its minimum value of [\(AccountLimits.unreserved)].")
        }
        try await store.write { transaction in
            guard var function = try transaction.function(address) else {
                throw ServiceError.functionNotFound(address.arn + ":" + FunctionVersion.latest)
            }
            function.reservedConcurrency = reserved
            try transaction.save(function)
        }
        return Concurrency(reservedConcurrentExecutions: reserved)
    }
}

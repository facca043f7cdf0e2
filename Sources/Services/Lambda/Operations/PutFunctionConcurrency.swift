import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func putFunctionConcurrency(_ input: PutFunctionConcurrencyRequest, _ call: Call) async throws -> Concurrency {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let reserved = input.reservedConcurrentExecutions
        let listing = Function.listing(address.accountID, address.region)
        try await store.write { transaction in
            guard var function = try transaction.function(address) else {
                throw ServiceError.functionNotFound(address.arn + ":" + FunctionVersion.latest)
            }
            let others = try transaction.list(Function.self, prefix: listing, limit: Self.mostFunctions).records
                .reduce(0) { $0 + ($1.name == function.name ? 0 : $1.reservedConcurrency ?? 0) }
            guard reserved <= AccountLimits.concurrency - AccountLimits.unreserved - others else {
                throw ServiceError.invalid(
                    "Specified ReservedConcurrentExecutions for function decreases account's "
                        + "UnreservedConcurrentExecution below its minimum value of [\(AccountLimits.unreserved)].")
            }
            function.reservedConcurrency = reserved
            try transaction.save(function)
        }
        return Concurrency(reservedConcurrentExecutions: reserved)
    }
}

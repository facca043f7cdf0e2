import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func deleteFunctionEventInvokeConfig(
        _ input: DeleteFunctionEventInvokeConfigRequest, _ call: Call
    ) async throws -> DeleteFunctionEventInvokeConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        try await store.write { transaction in
            guard let function = try transaction.function(address),
                let config = try transaction.find(
                    EventInvokeConfig.self, EventInvokeConfig.key(function.incarnation, address.eventQualifier))
            else { throw Self.noEventConfig(address) }
            try transaction.remove(config)
        }
        return DeleteFunctionEventInvokeConfigResponse()
    }
}

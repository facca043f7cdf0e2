import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getFunctionEventInvokeConfig(
        _ input: GetFunctionEventInvokeConfigRequest, _ call: Call
    ) async throws -> FunctionEventInvokeConfig {
        let address = try self.address(input.functionName, input.qualifier, call)
        let config = try await store.read { snapshot in
            try snapshot.function(address).flatMap {
                try snapshot.find(EventInvokeConfig.self, EventInvokeConfig.key($0.incarnation, address.eventQualifier))
            }
        }
        guard let config else { throw Self.noEventConfig(address) }
        return config.answer(address)
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getFunctionConfiguration(
        _ input: GetFunctionConfigurationRequest, _ call: Call
    ) async throws -> FunctionConfiguration {
        let address = try self.address(input.functionName, input.qualifier, call)
        let (function, version, _) = try await store.read { try $0.resolve(address) }
        return configuration(of: function, address.qualifier, version: version)
    }
}

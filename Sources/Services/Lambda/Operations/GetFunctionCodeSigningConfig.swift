import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// No function has one here: code is not signed.
    func getFunctionCodeSigningConfig(
        _ input: GetFunctionCodeSigningConfigRequest, _ call: Call
    ) async throws -> GetFunctionCodeSigningConfigResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        _ = try await store.read { try $0.require(address) }
        return GetFunctionCodeSigningConfigResponse()
    }
}

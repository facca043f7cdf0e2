import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Runtimes are this machine's interpreters: they change when it is updated, whatever functions say.
    func getRuntimeManagementConfig(
        _ input: GetRuntimeManagementConfigRequest, _ call: Call
    ) async throws -> GetRuntimeManagementConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        _ = try await store.read { try $0.resolve(address) }
        return GetRuntimeManagementConfigResponse(
            updateRuntimeOn: .auto, functionArn: address.arn + ":" + address.eventQualifier)
    }
}

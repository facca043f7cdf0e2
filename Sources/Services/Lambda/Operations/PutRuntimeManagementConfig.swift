import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func putRuntimeManagementConfig(
        _ input: PutRuntimeManagementConfigRequest, _ call: Call
    ) async throws -> PutRuntimeManagementConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        _ = try await store.read { try $0.resolve(address) }
        guard input.updateRuntimeOn == .auto, input.runtimeVersionArn == nil else {
            throw ServiceError.invalid(
                "Only UpdateRuntimeOn Auto is served here: runtimes are the interpreters of this machine, which are not kept in "
                    + "several versions.")
        }
        return PutRuntimeManagementConfigResponse(
            updateRuntimeOn: .auto, functionArn: address.arn + ":" + address.eventQualifier)
    }
}

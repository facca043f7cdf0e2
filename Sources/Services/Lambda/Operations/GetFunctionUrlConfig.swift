import CivilTime
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getFunctionUrlConfig(
        _ input: GetFunctionUrlConfigRequest, _ call: Call
    ) async throws -> GetFunctionUrlConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        guard let url = try await store.read({ try $0.url(of: address) }) else { throw Self.noURL }
        return GetFunctionUrlConfigResponse(
            functionUrl: self.url(of: url), functionArn: address.qualifiedARN,
            authType: FunctionUrlAuthType(rawValue: url.authType), cors: url.cors,
            creationTime: url.createdAt.iso8601Milliseconds, lastModifiedTime: url.modifiedAt.iso8601Milliseconds,
            invokeMode: InvokeMode(rawValue: url.invokeMode))
    }
}

import CivilTime
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func updateFunctionUrlConfig(
        _ input: UpdateFunctionUrlConfigRequest, _ call: Call
    ) async throws -> UpdateFunctionUrlConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        try Self.check(input.invokeMode)
        let url = try await store.write { transaction in
            _ = try transaction.requireForURL(address)
            guard var url = try transaction.url(of: address) else { throw Self.noURL }
            if let type = input.authType { url.authType = type.rawValue }
            if let cors = input.cors { url.cors = cors.ifAny }
            url.modifiedAt = call.time
            try transaction.save(url)
            return url
        }
        return UpdateFunctionUrlConfigResponse(
            functionUrl: self.url(of: url), functionArn: address.qualifiedARN,
            authType: FunctionUrlAuthType(rawValue: url.authType), cors: url.cors,
            creationTime: url.createdAt.iso8601Milliseconds, lastModifiedTime: url.modifiedAt.iso8601Milliseconds,
            invokeMode: input.invokeMode)
    }
}

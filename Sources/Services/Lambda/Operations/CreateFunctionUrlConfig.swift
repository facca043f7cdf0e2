import CivilTime
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let idLength = 32

    func createFunctionUrlConfig(
        _ input: CreateFunctionUrlConfigRequest, _ call: Call
    ) async throws -> CreateFunctionUrlConfigResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        try Self.check(input.invokeMode)
        let id = randomness.text(Self.idLength, from: Alphabet.lowerAlphanumeric)
        let url = try await store.write { transaction in
            let function = try transaction.requireForURL(address)
            guard try transaction.url(of: address) == nil else {
                throw ServiceError.conflict(
                    "Failed to create function url config for [functionArn = \(address.qualifiedARN)]. Error message:  "
                        + "FunctionUrlConfig exists for this Lambda function")
            }
            let url = FunctionURL(
                accountID: address.accountID, region: address.region, name: address.name,
                incarnation: function.incarnation, qualifier: address.qualifier ?? "", id: id,
                authType: input.authType.rawValue, cors: input.cors?.ifAny,
                invokeMode: InvokeMode.buffered.rawValue, createdAt: call.time, modifiedAt: call.time)
            try transaction.save(url)
            return url
        }
        return CreateFunctionUrlConfigResponse(
            functionUrl: self.url(of: url), functionArn: address.qualifiedARN, authType: input.authType,
            cors: url.cors, creationTime: url.createdAt.iso8601Milliseconds, invokeMode: input.invokeMode)
    }
}

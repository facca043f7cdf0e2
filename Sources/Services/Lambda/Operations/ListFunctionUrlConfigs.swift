import CivilTime
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func listFunctionUrlConfigs(
        _ input: ListFunctionUrlConfigsRequest, _ call: Call
    ) async throws -> ListFunctionUrlConfigsResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let scope = "ListFunctionUrlConfigs \(address.arn)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? 50, 50)
        let page = try await store.read { snapshot in
            guard let function = try snapshot.function(address) else { throw Self.noURLFunction }
            return try snapshot.list(
                FunctionURL.self, prefix: FunctionURL.listing(function.incarnation), from: start, limit: limit)
        }
        let configs = page.records.map { url in
            FunctionUrlConfig(
                functionUrl: self.url(of: url), functionArn: url.address.qualifiedARN,
                creationTime: url.createdAt.iso8601Milliseconds, lastModifiedTime: url.modifiedAt.iso8601Milliseconds,
                cors: url.cors, authType: FunctionUrlAuthType(rawValue: url.authType),
                invokeMode: InvokeMode(rawValue: url.invokeMode))
        }
        return ListFunctionUrlConfigsResponse(
            functionUrlConfigs: configs, nextMarker: try marker(page.next, scope))
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func listFunctionEventInvokeConfigs(
        _ input: ListFunctionEventInvokeConfigsRequest, _ call: Call
    ) async throws -> ListFunctionEventInvokeConfigsResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let scope = "ListFunctionEventInvokeConfigs \(address.arn)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? 50, 50)
        let page = try await store.read { snapshot in
            guard let function = try snapshot.function(address) else { throw Self.noEventFunction }
            return try snapshot.list(
                EventInvokeConfig.self, prefix: EventInvokeConfig.listing(function.incarnation), from: start,
                limit: limit)
        }
        return ListFunctionEventInvokeConfigsResponse(
            functionEventInvokeConfigs: page.records.map { $0.answer(address) },
            nextMarker: try marker(page.next, scope))
    }
}

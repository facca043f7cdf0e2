import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// `$LATEST` first, then the numbered versions in their order.
    func listVersionsByFunction(
        _ input: ListVersionsByFunctionRequest, _ call: Call
    ) async throws -> ListVersionsByFunctionResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let scope = "ListVersionsByFunction \(address.arn)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? 50, 50)
        let (function, page) = try await store.read { snapshot in
            let function = try snapshot.require(address)
            let page = try snapshot.list(
                PublishedVersion.self, prefix: PublishedVersion.listing(function.incarnation), from: start, limit: limit
            )
            return (function, page)
        }
        var versions = page.records.map { configuration(of: function, $0.version.number, version: $0.version) }
        if start == nil { versions.insert(configuration(of: function, FunctionVersion.latest), at: 0) }
        return ListVersionsByFunctionResponse(nextMarker: try marker(page.next, scope), versions: versions)
    }
}

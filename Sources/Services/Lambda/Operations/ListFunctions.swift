import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// The functions of the caller's account and region, and with `FunctionVersion=ALL` their versions behind each.
    func listFunctions(_ input: ListFunctionsRequest, _ call: Call) async throws -> ListFunctionsResponse {
        let listing = Function.listing(call.accountID, call.region)
        let scope = "ListFunctions \(listing.bytes)"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? 50, 50)
        let wantsAll = input.functionVersion == .all
        let page = try await store.read { snapshot in
            let page = try snapshot.list(Function.self, prefix: listing, from: start, limit: limit)
            let versions = wantsAll ? try page.records.map { try snapshot.versions(of: $0) } : []
            return (functions: page.records, versions: versions, next: page.next)
        }
        var functions: [FunctionConfiguration] = []
        for (index, function) in page.functions.enumerated() {
            functions.append(configuration(of: function, wantsAll ? FunctionVersion.latest : nil))
            guard wantsAll else { continue }
            functions += page.versions[index].map { configuration(of: function, $0.number, version: $0) }
        }
        return ListFunctionsResponse(nextMarker: try marker(page.next, scope), functions: functions)
    }

    func pageStart(_ marker: String?, _ scope: String) throws -> [UInt8]? {
        guard let marker else { return nil }
        guard let key = paging.key(of: marker, scope: scope) else { throw ServiceError.invalid("Invalid Marker.") }
        return key
    }

    func marker(_ key: [UInt8]?, _ scope: String) throws -> String? {
        try key.map { try paging.token(for: $0, scope: scope) }
    }
}

extension Snapshot {
    /// All numbered versions of a function, as many as an account's functions can have.
    func versions(of function: Function) throws -> [FunctionVersion] {
        try list(PublishedVersion.self, prefix: PublishedVersion.listing(function.incarnation), limit: 10_000)
            .records.map(\.version)
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let longestList = 10_000

    /// A function's aliases by name, or those of them that lead to a version.
    func listAliases(_ input: ListAliasesRequest, _ call: Call) async throws -> ListAliasesResponse {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let version = input.functionVersion
        let scope = "ListAliases \(address.arn) \(version ?? "")"
        let start = try pageStart(input.marker, scope)
        let limit = min(input.maxItems ?? 50, Self.longestList)
        let page = try await store.read { snapshot in
            let function = try snapshot.require(address)
            return try snapshot.list(
                FunctionAlias.self, prefix: FunctionAlias.listing(function.incarnation), from: start, limit: limit)
        }
        let aliases = page.records.filter { version == nil || $0.version == version || $0.leads(to: version) }
        return ListAliasesResponse(
            nextMarker: try marker(page.next, scope), aliases: aliases.map { configuration(of: $0, address) })
    }
}

extension FunctionAlias {
    fileprivate func leads(to version: String?) -> Bool { version.map { weights[$0] != nil } ?? false }
}

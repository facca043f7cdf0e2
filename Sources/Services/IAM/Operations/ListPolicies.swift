import IAMModel
import ServiceKit
import Storage

extension IAM {
    /// AWS's policies come first, then the account's own.
    func listPolicies(_ input: ListPoliciesRequest, _ call: Call) async throws -> ListPoliciesResponse {
        let account = call.accountID
        let scope = input.scope ?? .all
        let filter = PolicyFilter(input, account)
        let page = try await store.read { snapshot in
            var start = try start(input.marker, input.maxItems, "policies", account, filter.scope)
            var builtIn = Listing<IAMModel.Policy>(items: [])
            if scope != .local, start.from == nil || start.from?.first == BuiltInPage.mark {
                builtIn = try BuiltInPage(start).listing(filter, snapshot)
                if builtIn.isTruncated || scope == .aws { return builtIn }
                start.from = nil
                start.maxItems -= builtIn.items.count
            }
            // A full page leaves no room to look whether there are more.
            guard start.maxItems > 0 else {
                builtIn.marker = try start.marker(PolicyRecord.all(account).bytes)
                return builtIn
            }
            let own = try start.page(PolicyRecord.self, PolicyRecord.all(account), snapshot) { record in
                try filter.summary(.customer(record), snapshot)
            }
            return Listing(items: builtIn.items + own.items, marker: own.marker)
        }
        return ListPoliciesResponse(policies: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

/// Which policies a list is to have.
private struct PolicyFilter: Sendable {
    let pathPrefix: String
    let usage: PolicyUsageType?
    let onlyAttached: Bool
    let accountID: String
    /// What must be the same on every page.
    let scope: String

    init(_ input: ListPoliciesRequest, _ accountID: String) {
        pathPrefix = input.pathPrefix ?? "/"
        usage = input.policyUsageFilter
        onlyAttached = input.onlyAttached ?? false
        self.accountID = accountID
        scope = [
            pathPrefix, usage?.rawValue ?? "", onlyAttached ? "attached" : "", input.scope?.rawValue ?? "",
        ].joined(separator: "\n")
    }

    func summary(_ policy: ManagedPolicy, _ snapshot: any Snapshot) throws -> IAMModel.Policy? {
        guard policy.path.hasPrefix(pathPrefix) else { return nil }
        let summary = try snapshot.summary(of: policy, in: accountID)
        let asPermissions = summary.attachmentCount ?? 0
        let asBoundary = summary.permissionsBoundaryUsageCount ?? 0
        if onlyAttached, asPermissions + asBoundary == 0 { return nil }
        switch usage {
        case .permissionsPolicy where asPermissions == 0, .permissionsBoundary where asBoundary == 0:
            return nil
        default: return summary
        }
    }
}

/// A page of AWS's policies, by their place in the list.
private struct BuiltInPage {
    /// Begins the place of a page; no table's keys begin so.
    static let mark: UInt8 = 0xFF
    private let start: PageStart

    init(_ start: PageStart) { self.start = start }

    func listing(_ filter: PolicyFilter, _ snapshot: any Snapshot) throws -> Listing<IAMModel.Policy> {
        let all = AWSManagedPolicy.all
        let place = start.from?.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        var index = min(place ?? 0, all.count)
        var items: [IAMModel.Policy] = []
        while index < all.count, items.count < start.maxItems {
            if let summary = try filter.summary(.aws(all[index]), snapshot) { items.append(summary) }
            index += 1
        }
        let next = [Self.mark, UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index)]
        return Listing(items: items, marker: try start.marker(index < all.count ? next : nil))
    }
}

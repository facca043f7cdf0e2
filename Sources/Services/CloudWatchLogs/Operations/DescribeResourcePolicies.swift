import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// Policies are the account's here: none is of a single resource.
    func describeResourcePolicies(
        _ input: DescribeResourcePoliciesRequest, _ call: Call
    ) async throws -> DescribeResourcePoliciesResponse {
        guard input.policyScope ?? .account == .account, input.resourceArn == nil else {
            return DescribeResourcePoliciesResponse(resourcePolicies: [])
        }
        let listing = StoredResourcePolicy.listing(call.accountID, call.region)
        let scope = "DescribeResourcePolicies \(call.accountID) \(call.region)"
        let start = try input.nextToken.map { try key(of: $0, scope) }
        let page = try await store.read { snapshot in
            try snapshot.list(
                StoredResourcePolicy.self, prefix: listing, from: start, limit: input.limit ?? Self.mostPolicies)
        }
        return DescribeResourcePoliciesResponse(
            resourcePolicies: page.records.map(\.description),
            nextToken: try page.next.map { try paging.token(for: $0, scope: scope) })
    }
}

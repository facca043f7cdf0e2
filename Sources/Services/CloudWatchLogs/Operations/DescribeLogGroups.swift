import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    static let mostGroupsLookedAt = 5000
    private static let mostGroups = 50

    /// The account's groups in the order of their names: those that begin so, those that have that text, or those named.
    func describeLogGroups(_ input: DescribeLogGroupsRequest, _ call: Call) async throws -> DescribeLogGroupsResponse {
        try Self.refuseLinkedAccounts(input.includeLinkedAccounts)
        guard input.logGroupNamePrefix == nil || input.logGroupNamePattern == nil else {
            throw ServiceError.invalidParameter(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
        }
        if let identifiers = input.logGroupIdentifiers { return try await described(identifiers, input, call) }
        guard input.logGroupClass ?? .standard == .standard else { return DescribeLogGroupsResponse(logGroups: []) }
        let listing = StoredGroup.listing(call.accountID, call.region)
        let scope = "DescribeLogGroups \(call.accountID) \(call.region)"
        let start = try input.nextToken.map { try key(of: $0, scope) }
        let prefix = listing.raw((input.logGroupNamePrefix ?? "").utf8)
        let wanted = Array((input.logGroupNamePattern ?? "").utf8)
        let (groups, next) = try await store.read { snapshot in
            let page = try snapshot.page(
                StoredGroup.self, prefix: prefix, from: start, limit: input.limit ?? Self.mostGroups,
                mostLookedAt: Self.mostGroupsLookedAt
            ) { Array($0.name.utf8).hasRun(wanted) }
            return (try page.records.map { try snapshot.description(of: $0) }, page.next)
        }
        return DescribeLogGroupsResponse(
            logGroups: groups, nextToken: try next.map { try paging.token(for: $0, scope: scope) })
    }

    private func described(
        _ identifiers: [String], _ input: DescribeLogGroupsRequest, _ call: Call
    ) async throws -> DescribeLogGroupsResponse {
        guard input.logGroupNamePrefix == nil, input.logGroupNamePattern == nil, input.logGroupClass == nil else {
            throw ServiceError.invalidParameter(
                "logGroupIdentifiers cannot be specified together with other parameters that choose log groups.")
        }
        let addresses = Set(try identifiers.map { try address(identifiedBy: $0, call) })
            .filter { $0.accountID == call.accountID }.sorted { $0.name < $1.name }
        return try await store.read { snapshot in
            let groups = try addresses.compactMap { try snapshot.group($0) }
            return DescribeLogGroupsResponse(logGroups: try groups.map { try snapshot.description(of: $0) })
        }
    }

    /// No account here watches over others.
    static func refuseLinkedAccounts(_ wanted: Bool?) throws {
        guard wanted == true else { return }
        throw ServiceError.invalidParameter("includeLinkedAccounts is not supported.")
    }

    func key(of token: String, _ scope: String) throws -> [UInt8] {
        guard let key = paging.key(of: token, scope: scope) else { throw ServiceError.invalidToken }
        return key
    }
}

extension Snapshot {
    fileprivate func description(of group: StoredGroup) throws -> LogGroup {
        LogGroup(
            logGroupName: group.name, creationTime: group.createdAt, retentionInDays: group.retentionDays,
            metricFilterCount: 0, arn: group.address.arnOfAll, storedBytes: try counts(of: group).storedBytes,
            logGroupClass: .standard, logGroupArn: group.address.arn, deletionProtectionEnabled: group.isProtected)
    }
}

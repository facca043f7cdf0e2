import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    private static let standardLimit = 50

    /// The account's groups by name alone; a pattern is up to five texts, each anywhere or, after `^`, at the beginning.
    func listLogGroups(_ input: ListLogGroupsRequest, _ call: Call) async throws -> ListLogGroupsResponse {
        try Self.refuseLinkedAccounts(input.includeLinkedAccounts)
        guard input.logGroupClass ?? .standard == .standard else { return ListLogGroupsResponse(logGroups: []) }
        let scope = "ListLogGroups \(call.accountID) \(call.region)"
        let start = try input.nextToken.map { try key(of: $0, scope) }
        let wanted = input.logGroupNamePattern.map(NameTexts.init)
        let page = try await store.read { snapshot in
            try snapshot.page(
                StoredGroup.self, prefix: StoredGroup.listing(call.accountID, call.region), from: start,
                limit: input.limit ?? Self.standardLimit, mostLookedAt: Self.mostGroupsLookedAt
            ) { wanted?.match($0.name) ?? true }
        }
        let groups = page.records.map {
            LogGroupSummary(logGroupName: $0.name, logGroupArn: $0.address.arn, logGroupClass: .standard)
        }
        return ListLogGroupsResponse(
            logGroups: groups, nextToken: try page.next.map { try paging.token(for: $0, scope: scope) })
    }
}

private struct NameTexts {
    private let texts: [(bytes: [UInt8], isAtBeginning: Bool)]

    init(_ pattern: String) {
        texts = pattern.split(separator: "|").map { text in
            let isAtBeginning = text.hasPrefix("^")
            return (Array((isAtBeginning ? text.dropFirst() : text).utf8), isAtBeginning)
        }
    }

    func match(_ name: String) -> Bool {
        let name = Array(name.utf8)
        return texts.contains { $0.isAtBeginning ? name.starts(with: $0.bytes) : name.hasRun($0.bytes) }
    }
}

import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    private static let most = 100
    /// Looked at for one page.
    private static let mostLookedAt = 10_000

    /// The oldest first.
    func listBackups(_ input: ListBackupsRequest, _ call: Call) async throws -> ListBackupsResponse {
        let listing = Backup.listing(call.accountID, call.region)
        let limit = input.limit ?? Self.most
        let tableName = input.tableName.map { address($0, call).name }
        let found = try await store.read { snapshot in
            var start: [UInt8]?
            if let arn = input.exclusiveStartBackupArn {
                start = try snapshot.requireBackup(arn).indexKeys[0].bytes.keySuccessor
            }
            var found: [Backup] = []
            var lookedAt = 0
            repeat {
                let page = try snapshot.list(Backup.self, index: listing, from: start, limit: Self.most)
                lookedAt += page.records.count
                found += page.records.filter { $0.isWanted(by: input, tableName) }
                start = page.next
            } while start != nil && found.count <= limit && lookedAt < Self.mostLookedAt
            return found
        }
        let shown = found.prefix(limit)
        return ListBackupsResponse(
            backupSummaries: shown.map(\.summary),
            lastEvaluatedBackupArn: found.count > limit ? shown.last?.arn : nil)
    }
}

extension Backup {
    fileprivate func isWanted(by input: ListBackupsRequest, _ tableName: String?) -> Bool {
        if let tableName, tableName != source.name { return false }
        if let lower = input.timeRangeLowerBound, createdAt < lower { return false }
        if let upper = input.timeRangeUpperBound, createdAt >= upper { return false }
        switch input.backupType {
        case .system: return kind == .system
        case .all: return true
        case nil, .user: return kind == .user
        default: return false
        }
    }
}

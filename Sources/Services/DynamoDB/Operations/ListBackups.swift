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
        let (found, last) = try await store.read { snapshot -> ([Backup], Backup?) in
            var start: [UInt8]?
            if let arn = input.exclusiveStartBackupArn {
                guard let address = TableAddress(arn: arn), address.accountID == call.accountID,
                    address.region == call.region
                else { throw ServiceError.backupNotFound(arn) }
                start = try snapshot.requireBackup(arn).indexKeys[0].bytes.keySuccessor
            }
            var found: [Backup] = []
            var last: Backup?
            var lookedAt = 0
            repeat {
                let page = try snapshot.list(Backup.self, index: listing, from: start, limit: Self.most)
                lookedAt += page.records.count
                found += page.records.filter { $0.isWanted(by: input, tableName) }
                last = page.records.last
                start = page.next
            } while start != nil && found.count <= limit && lookedAt < Self.mostLookedAt
            if found.count > limit { return (Array(found.prefix(limit)), found[limit - 1]) }
            return (found, start == nil ? nil : last)
        }
        return ListBackupsResponse(
            backupSummaries: found.map(\.summary), lastEvaluatedBackupArn: last?.arn)
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

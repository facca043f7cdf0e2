import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    private static let backupsPerPage = 100

    /// What stayed of deleted tables goes after its days.
    func expireBackups() async throws {
        let now = clock.now
        var start: [UInt8]?
        repeat {
            let from = start
            let page = try await store.read { snapshot in
                try snapshot.list(
                    Backup.self, prefix: Key(table: .dynamoBackups), from: from, limit: Self.backupsPerPage)
            }
            for backup in page.records where backup.endsAt.map({ $0 <= now }) ?? false {
                try await store.write { transaction in
                    guard try !transaction.isBeingCopied(backup.incarnation) else { return }
                    try transaction.discard(backup)
                }
            }
            start = page.next
        } while start != nil
    }
}

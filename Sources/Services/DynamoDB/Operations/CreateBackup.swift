import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// All that was committed before the request is in the backup; what is written while it is made may be, as AWS says.
    func createBackup(_ input: CreateBackupRequest, _ call: Call) async throws -> CreateBackupResponse {
        let address = try validAddress(input.tableName, call)
        let now = clock.now
        let incarnation = incarnations.next()
        let job = incarnations.next()
        let backup = try await store.write { transaction in
            guard let table = try transaction.table(address) else {
                throw ServiceError("TableNotFoundException", "Table not found: \(address.name)", status: 400)
            }
            guard table.state == .active else {
                throw ServiceError("TableInUseException", "Table is being created: \(table.name)", status: 400)
            }
            let counts = try transaction.counts(of: table)[0] ?? ItemCounts()
            let backup = Backup(input.backupName, of: table, counts, incarnation: incarnation, at: now)
            try transaction.save(backup)
            try transaction.save(
                TableJob(number: job, [.copy(from: table.incarnation, to: incarnation), .keep(backup: backup.arn)]))
            return backup
        }
        jobBell.ring()
        return CreateBackupResponse(backupDetails: backup.details)
    }
}

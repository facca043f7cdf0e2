import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// The table is there at once, and takes requests when all its items are.
    func restoreTableFromBackup(
        _ input: RestoreTableFromBackupRequest, _ call: Call
    ) async throws -> RestoreTableFromBackupResponse {
        let wanted = try RestoredTable(input)
        let address = address(input.targetTableName, call)
        try address.requireNameToMake("targetTableName")
        let incarnation = incarnations.next()
        let job = incarnations.next()
        let id = randomness.uuid()
        let now = clock.now
        let table = try await store.write { transaction in
            let backup = try transaction.requireBackup(input.backupArn)
            guard backup.state == .available else {
                throw ServiceError("BackupInUseException", "Backup is currently in use: \(backup.arn)", status: 400)
            }
            guard try transaction.table(address) == nil else { throw ServiceError.restoredTableExists(address.name) }
            let table = try wanted.table(
                of: backup.source, at: address, incarnation: incarnation, id: id,
                origin: RestoreOrigin(
                    backupARN: backup.arn, tableARN: backup.source.arn, time: now, isInProgress: true))
            try transaction.save(table)
            try transaction.save(
                TableJob(number: job, [.copy(from: backup.incarnation, to: incarnation)] + table.fillingSteps))
            return table
        }
        jobBell.ring()
        return RestoreTableFromBackupResponse(tableDescription: table.description())
    }
}

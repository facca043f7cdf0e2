import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func deleteBackup(_ input: DeleteBackupRequest, _ call: Call) async throws -> DeleteBackupResponse {
        let backup = try await store.write { transaction in
            let backup = try transaction.requireBackup(input.backupArn)
            let isRead = try transaction.isBeingCopied(backup.incarnation)
            guard backup.state == .available, !isRead else {
                throw ServiceError(
                    "BackupInUseException", "Backup is currently in use: \(backup.arn)", status: 400)
            }
            try transaction.discard(backup)
            return backup
        }
        var description = backup.description
        description.backupDetails?.backupStatus = .deleted
        return DeleteBackupResponse(backupDescription: description)
    }
}

import ServiceKit
import Storage

extension Snapshot {
    func requireBackup(_ arn: String) throws -> Backup {
        guard let backup: Backup = try find(Backup.key(arn)) else {
            throw ServiceError.backupNotFound(arn)
        }
        return backup
    }
}

extension ServiceError {
    static func backupNotFound(_ arn: String) -> ServiceError {
        ServiceError("BackupNotFoundException", "Backup not found: \(arn)", status: 400)
    }
}

extension Transaction {
    /// The last step of making a backup.
    func keepBackup(_ arn: String) throws -> StepProgress {
        guard var backup: Backup = try find(Backup.key(arn)) else { return .done }
        backup.counts = try counts(Table.countRow(backup.incarnation, index: 0))
        backup.state = .available
        try save(backup)
        return .done
    }

    /// With its items.
    func discard(_ backup: Backup) throws {
        try remove(backup)
        try Discarded.add(Table.items(of: backup.incarnation), self)
        try Discarded.add(Table.countRows(backup.incarnation), self)
    }
}

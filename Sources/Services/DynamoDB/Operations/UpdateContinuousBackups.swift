import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let mostDays = 35

    func updateContinuousBackups(
        _ input: UpdateContinuousBackupsRequest, _ call: Call
    ) async throws -> UpdateContinuousBackupsResponse {
        let address = try validAddress(input.tableName, call)
        let wanted = input.pointInTimeRecoverySpecification
        if wanted.recoveryPeriodInDays != nil, !wanted.pointInTimeRecoveryEnabled {
            throw ServiceError.validation(
                "RecoveryPeriodInDays can only be specified when PointInTimeRecoveryEnabled is true")
        }
        let now = clock.now
        let table = try await store.write { transaction in
            var table = try transaction.requireBackedUp(address)
            guard table.state == .active else {
                throw ServiceError.inUse(
                    "Attempt to change a resource which is still in use: Table is being created: \(table.name)")
            }
            if wanted.pointInTimeRecoveryEnabled {
                // What a shorter period let go does not come back with a longer one.
                let since = table.recovery?.earliest(at: now) ?? now
                table.recovery = RecoverySettings(since: since, days: wanted.recoveryPeriodInDays ?? Self.mostDays)
                try transaction.beginLog(of: table)
            } else {
                // A restore or an export that is under way needs the changes that are made meanwhile.
                guard try !transaction.isBeingCopied(table.incarnation) else {
                    throw ServiceError(
                        "ContinuousBackupsUnavailableException",
                        "Backups are being enabled for the table: \(table.name). Please retry later", status: 400)
                }
                table.recovery = nil
            }
            try transaction.save(table)
            return table
        }
        return UpdateContinuousBackupsResponse(continuousBackupsDescription: table.continuousBackups(at: now))
    }
}

import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    func describeContinuousBackups(
        _ input: DescribeContinuousBackupsRequest, _ call: Call
    ) async throws -> DescribeContinuousBackupsResponse {
        let address = try validAddress(input.tableName, call)
        let now = clock.now
        let description = try await store.read { snapshot in
            try snapshot.requireBackedUp(address).continuousBackups(at: now)
        }
        return DescribeContinuousBackupsResponse(continuousBackupsDescription: description)
    }
}

extension Snapshot {
    func requireBackedUp(_ address: TableAddress) throws -> Table {
        guard let table = try table(address) else {
            throw ServiceError("TableNotFoundException", "Table not found: \(address.name)", status: 400)
        }
        return table
    }
}

extension Table {
    /// Backups are always on; recovery to a point in time is what is turned on and off.
    func continuousBackups(at now: Date) -> ContinuousBackupsDescription {
        ContinuousBackupsDescription(
            continuousBackupsStatus: .enabled,
            pointInTimeRecoveryDescription: PointInTimeRecoveryDescription(
                pointInTimeRecoveryStatus: recovery == nil ? .disabled : .enabled,
                recoveryPeriodInDays: recovery?.days, earliestRestorableDateTime: recovery?.earliest(at: now),
                latestRestorableDateTime: recovery == nil ? nil : now))
    }
}

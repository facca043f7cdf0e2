import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    /// The shortest time between two changes that the log tells apart.
    private static let resolution: TimeInterval = 0.001

    /// Makes a table of another's items as they were: those of now are copied, and what was changed since is taken back.
    func restoreTableToPointInTime(
        _ input: RestoreTableToPointInTimeRequest, _ call: Call
    ) async throws -> RestoreTableToPointInTimeResponse {
        let wanted = try RestoredTable(input)
        guard let source = (input.sourceTableArn ?? input.sourceTableName).map({ self.address($0, call) }) else {
            throw ServiceError.validation("Either SourceTableArn or SourceTableName must be specified")
        }
        let address = address(input.targetTableName, call)
        try address.requireNameToMake("targetTableName")
        let incarnation = incarnations.next()
        let job = incarnations.next()
        let id = randomness.uuid()
        let now = clock.now
        let table = try await store.write { transaction in
            guard let source = try transaction.table(source) else {
                throw ServiceError("TableNotFoundException", "Table not found: \(source.name)", status: 400)
            }
            let time = try input.time(of: source, at: now)
            guard try transaction.table(address) == nil else { throw ServiceError.restoredTableExists(address.name) }
            let first = try transaction.firstChange(
                source.incarnation, notBefore: time.addingTimeInterval(Self.resolution))
            let table = try wanted.table(
                of: source, at: address, incarnation: incarnation, id: id,
                origin: RestoreOrigin(tableARN: source.arn, time: time, isInProgress: true))
            try transaction.save(table)
            let steps: [TableJob.Step] = [
                .copy(from: source.incarnation, to: incarnation),
                .takeBack(log: source.incarnation, from: first, in: incarnation),
            ]
            try transaction.save(TableJob(number: job, steps + table.fillingSteps))
            return table
        }
        jobBell.ring()
        return RestoreTableToPointInTimeResponse(tableDescription: table.description())
    }
}

extension RestoreTableToPointInTimeRequest {
    fileprivate func time(of source: Table, at now: Date) throws -> Date {
        guard let recovery = source.recovery else {
            throw ServiceError(
                "PointInTimeRecoveryUnavailableException",
                "Point in time recovery is not enabled for table '\(source.name)'", status: 400)
        }
        switch (useLatestRestorableTime ?? false, restoreDateTime) {
        case (true, nil): return now
        case (true, .some):
            throw ServiceError.validation("Cannot specify both RestoreDateTime and UseLatestRestorableTime")
        case (false, let time?):
            guard time >= recovery.earliest(at: now), time <= now else {
                throw ServiceError(
                    "InvalidRestoreTimeException",
                    "An invalid restore time was specified. RestoreDateTime must be between EarliestRestorableDateTime "
                        + "and LatestRestorableDateTime.", status: 400)
            }
            return time
        case (false, nil):
            throw ServiceError.validation("Either RestoreDateTime or UseLatestRestorableTime must be specified")
        }
    }
}

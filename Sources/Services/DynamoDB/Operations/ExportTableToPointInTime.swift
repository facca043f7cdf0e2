import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    /// What the caller may put into the bucket is decided now, for all that will be put.
    func exportTableToPointInTime(
        _ input: ExportTableToPointInTimeRequest, _ call: Call
    ) async throws -> ExportTableToPointInTimeResponse {
        guard input.exportFormat != .ion else {
            throw ServiceError.validation("ExportFormat ION is not supported on this server: use DYNAMODB_JSON")
        }
        let address = address(input.tableArn, call)
        let incarnation = incarnations.next()
        let id = Backup.label(incarnation, clock.now)
        let token = input.clientToken ?? randomness.uuid()
        let now = clock.now
        let wanted = try await store.read { snapshot in
            let table = try snapshot.requireBackedUp(address)
            return try TableExport(input, of: table, id: id, token: token, incarnation: incarnation, at: now)
        }
        for name in ["_started", "data/x.json.gz", "manifest-files.json", "manifest-summary.json"] {
            try await objects.checkPut(wanted.place(name), encryption: wanted.wantedEncryption, call)
        }
        let export = try await store.write { transaction in
            if let known = try transaction.find(TableExport.self, index: wanted.byToken) {
                guard known.isSame(as: wanted) else {
                    throw ServiceError(
                        "ExportConflictException",
                        "There was a conflict when writing to the specified S3 bucket: the client token was used with "
                            + "other parameters", status: 400)
                }
                return known
            }
            let table = try transaction.requireBackedUp(address)
            try transaction.save(wanted)
            try transaction.save(
                TableJob(
                    number: incarnation,
                    try transaction.gatheringSteps(of: wanted, table) + [.write(export: wanted.arn)]))
            return wanted
        }
        jobBell.ring()
        return ExportTableToPointInTimeResponse(exportDescription: export.description)
    }
}

extension Snapshot {
    private var resolution: TimeInterval { 0.001 }

    fileprivate func gatheringSteps(of export: TableExport, _ table: Table) throws -> [TableJob.Step] {
        if let span = export.span {
            return [
                .gather(
                    log: table.incarnation, from: try firstChange(table.incarnation, notBefore: span.from),
                    below: try firstChange(table.incarnation, notBefore: span.to), in: export.incarnation)
            ]
        }
        let first = try firstChange(table.incarnation, notBefore: export.time.addingTimeInterval(resolution))
        return [
            .copy(from: table.incarnation, to: export.incarnation),
            .takeBack(log: table.incarnation, from: first, in: export.incarnation),
        ]
    }
}

extension TableExport {
    private static let shortestSpan: TimeInterval = 15 * 60
    private static let longestSpan: TimeInterval = 24 * 3600

    fileprivate init(
        _ input: ExportTableToPointInTimeRequest, of table: Table, id: String, token: String, incarnation: UInt64,
        at now: Date
    ) throws {
        guard let recovery = table.recovery else {
            throw ServiceError(
                "PointInTimeRecoveryUnavailableException",
                "Point in time recovery is not enabled for table '\(table.name)'", status: 400)
        }
        accountID = table.accountID
        region = table.region
        self.id = id
        tableARN = table.arn
        tableID = table.id
        time = input.exportTime ?? now
        self.token = token
        bucket = input.s3Bucket
        bucketOwner = input.s3BucketOwner
        prefix = input.s3Prefix
        encryption = input.s3SseAlgorithm?.rawValue ?? "AES256"
        isEncryptionAsked = input.s3SseAlgorithm != nil
        keyID = input.s3SseKmsKeyId
        askedTimes = [
            input.exportTime, input.incrementalExportSpecification?.exportFromTime,
            input.incrementalExportSpecification?.exportToTime,
        ]
        startedAt = now
        state = .gathering
        sourceIncarnation = table.incarnation
        self.incarnation = incarnation
        let earliest = recovery.earliest(at: now)
        if input.exportType == .incrementalExport {
            guard input.exportTime == nil else {
                throw ServiceError.validation("ExportTime cannot be specified when ExportType is INCREMENTAL_EXPORT")
            }
            span = try Self.span(input.incrementalExportSpecification, earliest: earliest, now: now)
        } else if input.incrementalExportSpecification != nil {
            throw ServiceError.validation(
                "IncrementalExportSpecification can only be specified when ExportType is INCREMENTAL_EXPORT")
        }
        guard time >= earliest, time <= now else { throw Self.invalidTime }
    }

    private static func span(
        _ given: IncrementalExportSpecification?, earliest: Date, now: Date
    ) throws -> Span {
        guard let from = given?.exportFromTime else {
            throw ServiceError.validation("ExportFromTime must be specified when ExportType is INCREMENTAL_EXPORT")
        }
        let to = given?.exportToTime ?? now
        guard from >= earliest, to <= now, from < to else { throw invalidTime }
        guard (shortestSpan...longestSpan).contains(to.timeIntervalSince(from)) else {
            throw ServiceError.validation(
                "The time between ExportFromTime and ExportToTime must be from 15 minutes to 24 hours")
        }
        return Span(from: from, to: to, viewType: given?.exportViewType?.rawValue ?? "NEW_AND_OLD_IMAGES")
    }

    private static var invalidTime: ServiceError {
        ServiceError(
            "InvalidExportTimeException",
            "The specified ExportTime is outside of the point in time recovery window.", status: 400)
    }

    fileprivate var byToken: Key { Self.byToken(accountID, region, token) }
}

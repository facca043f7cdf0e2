import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

/// What UpdateTable asks for.
struct TableChange: Sendable {
    private let input: UpdateTableRequest
    private let index: IndexChange?
    private let streamViewType: String?

    init(_ input: UpdateTableRequest) throws {
        self.input = input
        try RefusedSettings.check(input.sseSpecification)
        guard input.changesSomething else {
            throw ServiceError.validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates "
                    + "or SSESpecification or ReplicaUpdates is required")
        }
        if let given = input.provisionedThroughput { try NewTable.checkBounds(given) }
        streamViewType = try NewTable.viewType(input.streamSpecification)
        index = try IndexChange(input)
    }

    func apply(to table: inout Table, at now: Date, job: UInt64, _ transaction: any Transaction) throws {
        try changeBilling(of: &table, at: now)
        if let isProtected = input.deletionProtectionEnabled { table.isProtected = isProtected }
        if let tableClass = input.tableClass { table.tableClass = tableClass.rawValue }
        if let limits = input.onDemandThroughput { table.demandLimits = DemandLimits(limits) }
        if let warm = input.warmThroughput { table.warmUnits = WarmUnits(warm, instead: table.warmUnits) }
        if let stream = input.streamSpecification {
            try changeStream(of: &table, isEnabled: stream.streamEnabled, at: now, transaction)
        }
        try index?.apply(to: &table, at: now, job: job, transaction)
    }

    private func changeBilling(of table: inout Table, at now: Date) throws {
        switch input.billingMode {
        case .payPerRequest?:
            guard input.provisionedThroughput == nil else {
                throw ServiceError.invalidParameters(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
                )
            }
            if table.billing != .payPerRequest { table.onDemandSince = now }
            table.billing = .payPerRequest
            table.throughput = nil
            for place in table.indexes.indices { table.indexes[place].throughput = nil }
        case .provisioned?:
            if table.billing == .provisioned, input.provisionedThroughput != nil {
                try changeThroughput(of: &table, at: now)
            }
            table.billing = .provisioned
            table.demandLimits = nil
            table.throughput = try table.throughput ?? NewTable.throughput(input.provisionedThroughput, .provisioned)
            for place in table.indexes.indices where table.indexes[place].scope == .global {
                let units = index?.throughput(of: table.indexes[place].name) ?? table.indexes[place].throughput
                guard let units else {
                    throw ServiceError.invalidParameters(
                        "ProvisionedThroughput must be specified for index: \(table.indexes[place].name)")
                }
                table.indexes[place].throughput = units
            }
        default: try changeThroughput(of: &table, at: now)
        }
    }

    private func changeThroughput(of table: inout Table, at now: Date) throws {
        guard let given = input.provisionedThroughput else { return }
        guard table.billing == .provisioned else {
            throw ServiceError.invalidParameters(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
        }
        table.throughput = try (table.throughput ?? Throughput(given)).changed(
            to: Throughput(given), at: now, of: "the table")
    }

    private func changeStream(
        of table: inout Table, isEnabled: Bool, at now: Date, _ transaction: any Transaction
    ) throws {
        let isThere = table.stream?.isEnabled == true
        guard isEnabled != isThere else {
            throw isThere
                ? ServiceError.validation("Table already has an enabled stream: TableName: \(table.name)")
                : ServiceError.validation("Table is already disabled for stream: TableName: \(table.name)")
        }
        if isEnabled {
            try transaction.beginStream(of: &table, viewType: streamViewType ?? "", at: now)
        } else {
            try transaction.endStream(of: &table, at: now)
        }
    }

    /// The answer says what is being done to the indexes that change.
    func marking(_ indexes: [GlobalSecondaryIndexDescription]?) -> [GlobalSecondaryIndexDescription]? {
        index?.marking(indexes) ?? indexes
    }
}

extension UpdateTableRequest {
    fileprivate var changesSomething: Bool {
        provisionedThroughput != nil || billingMode != nil || streamSpecification != nil
            || globalSecondaryIndexUpdates?.isEmpty == false || sseSpecification != nil || tableClass != nil
            || deletionProtectionEnabled != nil || onDemandThroughput != nil || warmThroughput != nil
    }
}

extension Throughput {
    init(_ given: ProvisionedThroughput) {
        self.init(readUnits: given.readCapacityUnits, writeUnits: given.writeCapacityUnits)
    }

    var given: ProvisionedThroughput {
        ProvisionedThroughput(readCapacityUnits: readUnits, writeCapacityUnits: writeUnits)
    }

    /// - Parameter subject: as AWS names it in the refusal.
    func changed(to new: Throughput, at now: Date, of subject: String) throws -> Throughput {
        guard new.readUnits != readUnits || new.writeUnits != writeUnits else {
            throw ServiceError.validation(
                "The provisioned throughput for \(subject) will not change. "
                    + "The requested value equals the current value. "
                    + "Current ReadCapacityUnits provisioned for \(subject): \(readUnits). "
                    + "Requested ReadCapacityUnits: \(new.readUnits). "
                    + "Current WriteCapacityUnits provisioned for \(subject): \(writeUnits). "
                    + "Requested WriteCapacityUnits: \(new.writeUnits). "
                    + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
            )
        }
        var changed = self
        if new.readUnits > readUnits || new.writeUnits > writeUnits { changed.lastIncreaseAt = now }
        if new.readUnits < readUnits || new.writeUnits < writeUnits {
            changed.decreasesToday = lastDecreaseAt.map { $0.isSameDay(as: now) } ?? false ? decreasesToday + 1 : 1
            changed.lastDecreaseAt = now
        }
        changed.readUnits = new.readUnits
        changed.writeUnits = new.writeUnits
        return changed
    }
}

extension Date {
    /// In UTC.
    fileprivate func isSameDay(as other: Date) -> Bool {
        (timeIntervalSince1970 / 86_400).rounded(.down) == (other.timeIntervalSince1970 / 86_400).rounded(.down)
    }
}

import DynamoDBModel
import FoundationEssentials

extension Table {
    /// - Parameter counts: by an index's number; the table's own under zero.
    func description(_ counts: [UInt64: ItemCounts] = [:]) -> TableDescription {
        let own = counts[0] ?? ItemCounts()
        return TableDescription(
            attributeDefinitions: definitions.map {
                AttributeDefinition(
                    attributeName: $0.name, attributeType: ScalarAttributeType(rawValue: $0.kind.rawValue))
            },
            tableName: name, keySchema: keys.elements, tableStatus: TableStatus(rawValue: state.rawValue),
            creationDateTime: createdAt, provisionedThroughput: Self.description(throughput),
            tableSizeBytes: own.bytes, itemCount: own.items, tableArn: arn, tableId: id,
            billingModeSummary: billing == .payPerRequest
                ? BillingModeSummary(billingMode: .payPerRequest, lastUpdateToPayPerRequestDateTime: onDemandSince)
                : nil,
            localSecondaryIndexes: descriptions(.local, counts) { $0.localDescription(in: self, $1) },
            globalSecondaryIndexes: descriptions(.global, counts) { $0.globalDescription(in: self, $1) },
            streamSpecification: stream.flatMap { $0.isEnabled ? $0 : nil }.map {
                StreamSpecification(streamEnabled: true, streamViewType: StreamViewType(rawValue: $0.viewType))
            },
            latestStreamLabel: stream?.label, latestStreamArn: stream.map { arn + "/stream/" + $0.label },
            restoreSummary: origin.map {
                RestoreSummary(
                    sourceBackupArn: $0.backupARN, sourceTableArn: $0.tableARN, restoreDateTime: $0.time,
                    restoreInProgress: $0.isInProgress)
            },
            tableClassSummary: tableClass.map { TableClassSummary(tableClass: TableClass(rawValue: $0)) },
            deletionProtectionEnabled: isProtected, onDemandThroughput: demandLimits?.described,
            warmThroughput: warm.map {
                TableWarmThroughputDescription(
                    readUnitsPerSecond: $0.readUnits, writeUnitsPerSecond: $0.writeUnits, status: .active)
            })
    }

    /// What a table takes at once: what was asked for, what is provisioned, or what AWS gives every table.
    private var warm: WarmUnits? { warmUnits ?? (billing == .payPerRequest ? .standard : throughput?.warm) }

    private func descriptions<Description>(
        _ scope: SecondaryIndex.Scope, _ counts: [UInt64: ItemCounts],
        _ describe: (SecondaryIndex, ItemCounts) -> Description
    ) -> [Description]? {
        let found = indexes.filter { $0.scope == scope }
        return found.isEmpty ? nil : found.map { describe($0, counts[$0.number] ?? ItemCounts()) }
    }

    /// On demand a table has no units of its own; its description says zero.
    fileprivate static func description(_ throughput: Throughput?) -> ProvisionedThroughputDescription {
        ProvisionedThroughputDescription(
            lastIncreaseDateTime: throughput?.lastIncreaseAt, lastDecreaseDateTime: throughput?.lastDecreaseAt,
            numberOfDecreasesToday: throughput?.decreasesToday ?? 0, readCapacityUnits: throughput?.readUnits ?? 0,
            writeCapacityUnits: throughput?.writeUnits ?? 0)
    }
}

extension SecondaryIndex {
    fileprivate func localDescription(in table: Table, _ counts: ItemCounts) -> LocalSecondaryIndexDescription {
        LocalSecondaryIndexDescription(
            indexName: name, keySchema: keys.elements, projection: projection.description,
            indexSizeBytes: counts.bytes, itemCount: counts.items, indexArn: table.arn + "/index/" + name)
    }

    fileprivate func globalDescription(in table: Table, _ counts: ItemCounts) -> GlobalSecondaryIndexDescription {
        GlobalSecondaryIndexDescription(
            indexName: name, keySchema: keys.elements, projection: projection.description,
            indexStatus: IndexStatus(rawValue: state.rawValue),
            backfilling: state == .creating ? true : nil, provisionedThroughput: Table.description(throughput),
            indexSizeBytes: counts.bytes, itemCount: counts.items, indexArn: table.arn + "/index/" + name,
            onDemandThroughput: demandLimits?.described,
            warmThroughput: (warmUnits ?? throughput?.warm ?? .standard).indexDescription(state))
    }
}

extension DemandLimits {
    init(_ given: OnDemandThroughput) {
        readUnits = given.maxReadRequestUnits
        writeUnits = given.maxWriteRequestUnits
    }

    var described: OnDemandThroughput {
        OnDemandThroughput(maxReadRequestUnits: readUnits, maxWriteRequestUnits: writeUnits)
    }
}

extension WarmUnits {
    /// - Parameter others: for what is not given.
    init(_ given: WarmThroughput, instead others: WarmUnits?) {
        readUnits = given.readUnitsPerSecond ?? others?.readUnits ?? Self.standard.readUnits
        writeUnits = given.writeUnitsPerSecond ?? others?.writeUnits ?? Self.standard.writeUnits
    }

    fileprivate func indexDescription(_ state: SecondaryIndex.State) -> GlobalSecondaryIndexWarmThroughputDescription {
        GlobalSecondaryIndexWarmThroughputDescription(
            readUnitsPerSecond: readUnits, writeUnitsPerSecond: writeUnits,
            status: IndexStatus(rawValue: state.rawValue))
    }
}

extension SecondaryIndex.Projection {
    fileprivate var description: Projection {
        switch self {
        case .all: Projection(projectionType: .all)
        case .keysOnly: Projection(projectionType: .keysOnly)
        case .include(let names): Projection(projectionType: .include, nonKeyAttributes: names)
        }
    }
}

extension KeySchema {
    var elements: [KeySchemaElement] {
        hash.map { KeySchemaElement(attributeName: $0.name, keyType: .hash) }
            + range.map { KeySchemaElement(attributeName: $0.name, keyType: .range) }
    }
}

import DynamoDBModel
import FoundationEssentials
import ServiceKit

/// A table that is to be made of another's settings and items. Tags, policies, streams, time to live and recovery are not
/// restored, as AWS says.
struct RestoredTable: Sendable {
    var targetName: String
    var billing: BillingMode?
    var throughput: ProvisionedThroughput?
    var demandLimits: OnDemandThroughput?
    var globalIndexes: [GlobalSecondaryIndex]?
    var localIndexes: [LocalSecondaryIndex]?

    init(_ input: RestoreTableFromBackupRequest) throws {
        try RefusedSettings.check(input.sseSpecificationOverride)
        targetName = input.targetTableName
        billing = input.billingModeOverride
        throughput = input.provisionedThroughputOverride
        demandLimits = input.onDemandThroughputOverride
        globalIndexes = input.globalSecondaryIndexOverride
        localIndexes = input.localSecondaryIndexOverride
    }

    init(_ input: RestoreTableToPointInTimeRequest) throws {
        try RefusedSettings.check(input.sseSpecificationOverride)
        targetName = input.targetTableName
        billing = input.billingModeOverride
        throughput = input.provisionedThroughputOverride
        demandLimits = input.onDemandThroughputOverride
        globalIndexes = input.globalSecondaryIndexOverride
        localIndexes = input.localSecondaryIndexOverride
    }

    func table(
        of source: Table, at address: TableAddress, incarnation: UInt64, id: String, origin: RestoreOrigin
    ) throws -> Table {
        var table = source
        table.accountID = address.accountID
        table.region = address.region
        table.name = address.name
        table.incarnation = incarnation
        table.id = id
        table.state = .creating
        table.createdAt = origin.time
        table.origin = origin
        table.tags = [:]
        table.isProtected = false
        table.stream = nil
        table.timeToLive = nil
        table.recovery = nil
        table.policy = nil
        table.streamPolicies = nil
        try changeBilling(of: &table)
        try chooseIndexes(of: &table)
        return table
    }

    private func changeBilling(of table: inout Table) throws {
        let mode: Table.Billing = billing.map { $0 == .payPerRequest ? .payPerRequest : .provisioned } ?? table.billing
        if mode == .payPerRequest {
            table.onDemandSince = table.billing == .payPerRequest ? table.onDemandSince : table.createdAt
            table.throughput = try NewTable.throughput(throughput, .payPerRequest)
            table.demandLimits = demandLimits.map(DemandLimits.init) ?? table.demandLimits
            for place in table.indexes.indices { table.indexes[place].throughput = nil }
        } else {
            table.throughput = try NewTable.throughput(throughput ?? table.throughput?.given, .provisioned)
            table.demandLimits = nil
            for place in table.indexes.indices
            where table.indexes[place].scope == .global && table.indexes[place].throughput == nil {
                table.indexes[place].throughput = table.throughput
            }
        }
        table.billing = mode
    }

    /// The indexes that are named are restored, of those that were there; all of them where none is said.
    private func chooseIndexes(of table: inout Table) throws {
        let known = table.indexes
        func require(_ names: [String], _ scope: SecondaryIndex.Scope) throws {
            for name in names where !known.contains(where: { $0.name == name && $0.scope == scope }) {
                throw ServiceError.validation("Index \(name) does not exist in the table that is restored")
            }
        }
        if let globalIndexes {
            let names = globalIndexes.map(\.indexName)
            try require(names, .global)
            table.indexes.removeAll { $0.scope == .global && !names.contains($0.name) }
            for given in globalIndexes {
                guard let place = table.indexes.firstIndex(where: { $0.name == given.indexName }) else { continue }
                if let units = given.provisionedThroughput { table.indexes[place].throughput = Throughput(units) }
            }
        }
        if let localIndexes {
            let names = localIndexes.map(\.indexName)
            try require(names, .local)
            table.indexes.removeAll { $0.scope == .local && !names.contains($0.name) }
        }
        for place in table.indexes.indices { table.indexes[place].state = .creating }
        let indexes = table.indexes
        let keys = table.keys
        table.definitions = table.definitions.filter { definition in
            keys.contains(definition.name) || indexes.contains { $0.keys.contains(definition.name) }
        }
    }
}

extension Table {
    /// What fills a restored table's indexes once its items are there, and then lets requests in.
    var fillingSteps: [TableJob.Step] {
        indexes.map { .fill(table: address, incarnation: incarnation, index: $0.number) }
            + [.open(table: address, incarnation: incarnation)]
    }
}

extension ServiceError {
    static func restoredTableExists(_ name: String) -> ServiceError {
        ServiceError("TableAlreadyExistsException", "Table already exists: \(name)", status: 400)
    }
}

import DynamoDBModel
import FoundationEssentials
import ServiceKit

/// What CreateTable asks for, checked in DynamoDB's order and words.
struct NewTable: Sendable {
    private let input: CreateTableRequest
    private let schema: NewSchema
    private let keys: KeySchema
    private let indexes: [SecondaryIndex]
    private let billing: Table.Billing
    private let throughput: Throughput?
    /// Of the stream that is wanted, if one is.
    let streamViewType: String?

    init(_ input: CreateTableRequest) throws {
        self.input = input
        try RefusedSettings.check(input.sseSpecification)
        try RefusedSettings.checkReplicas(
            input.globalTableSourceArn != nil || input.globalTableSettingsReplicationMode != nil)
        streamViewType = try Self.viewType(input.streamSpecification)
        billing = input.billingMode == .payPerRequest ? .payPerRequest : .provisioned
        throughput = try Self.throughput(input.provisionedThroughput, billing)
        schema = try NewSchema(definitions: input.attributeDefinitions ?? [])
        keys = try schema.keys(input.keySchema ?? [])
        indexes = try schema.indexes(
            local: input.localSecondaryIndexes ?? [], global: input.globalSecondaryIndexes ?? [], tableKeys: keys,
            billing: billing)
        try schema.checkAllAreUsed(by: [keys] + indexes.map(\.keys))
    }

    func table(at address: TableAddress, incarnation: UInt64, id: String, time: Date) -> Table {
        Table(
            accountID: address.accountID, region: address.region, name: address.name, incarnation: incarnation, id: id,
            keys: keys, definitions: schema.attributes, indexes: indexes,
            nextIndexNumber: UInt64(indexes.count) + 1, billing: billing, throughput: throughput, state: .active,
            createdAt: time, tags: Dictionary((input.tags ?? []).map { ($0.key, $0.value) }) { _, last in last },
            isProtected: input.deletionProtectionEnabled ?? false, tableClass: input.tableClass?.rawValue,
            demandLimits: input.onDemandThroughput.map(DemandLimits.init), warmUnits: warmUnits,
            onDemandSince: billing == .payPerRequest ? time : nil)
    }

    private var warmUnits: WarmUnits? {
        input.warmThroughput.map { WarmUnits($0, instead: billing == .payPerRequest ? .standard : throughput?.warm) }
    }

    static func viewType(_ wanted: StreamSpecification?) throws -> String? {
        guard let wanted else { return nil }
        switch (wanted.streamEnabled, wanted.streamViewType) {
        case (true, let type?): return type.rawValue
        case (true, nil):
            throw ServiceError.invalidParameters("StreamViewType must be specified when StreamEnabled is true")
        case (false, .some):
            throw ServiceError.invalidParameters("StreamViewType can only be specified when StreamEnabled is true")
        case (false, nil): return nil
        }
    }

    static func throughput(_ given: ProvisionedThroughput?, _ billing: Table.Billing) throws -> Throughput? {
        switch (billing, given) {
        case (.provisioned, let given?):
            Throughput(readUnits: given.readCapacityUnits, writeUnits: given.writeCapacityUnits)
        case (.provisioned, nil):
            throw ServiceError.invalidParameters(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
        case (.payPerRequest, .some):
            throw ServiceError.invalidParameters(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
        case (.payPerRequest, nil): nil
        }
    }
}

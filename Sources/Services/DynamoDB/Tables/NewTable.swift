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
    private let tags: [String: String]
    /// Of the stream that is wanted, if one is.
    let streamViewType: String?

    init(_ input: CreateTableRequest) throws {
        self.input = input
        try RefusedSettings.check(input.sseSpecification)
        try SchemaConstraints.check(input)
        billing = input.billingMode == .payPerRequest ? .payPerRequest : .provisioned
        throughput = try Self.throughput(input.provisionedThroughput, billing)
        schema = try NewSchema(definitions: input.attributeDefinitions ?? [])
        keys = try schema.tableKeys(input.keySchema ?? [])
        indexes = try schema.indexes(
            local: input.localSecondaryIndexes, global: input.globalSecondaryIndexes, tableKeys: keys, billing: billing)
        try schema.checkAllAreUsed(by: [keys] + indexes.map(\.keys))
        streamViewType = try Self.viewType(input.streamSpecification)
        tags = try NewTags.adding(input.tags ?? [])
    }

    func table(at address: TableAddress, incarnation: UInt64, id: String, time: Date) -> Table {
        Table(
            accountID: address.accountID, region: address.region, name: address.name, incarnation: incarnation, id: id,
            keys: keys, definitions: schema.attributes, indexes: indexes,
            nextIndexNumber: UInt64(indexes.count) + 1, billing: billing, throughput: throughput, state: .active,
            createdAt: time, tags: tags,
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
            throw ServiceError.invalidParameters(
                "Table is being created with a stream disabled, UpdateViewType should not be specified")
        case (false, nil): return nil
        }
    }

    private static let mostUnits = 1_000_000_000_000

    /// Above any table's quota there is a bound of the service itself.
    static func checkBounds(_ given: ProvisionedThroughput) throws {
        for (units, name) in [
            (given.readCapacityUnits, "ReadCapacityUnits"), (given.writeCapacityUnits, "WriteCapacityUnits"),
        ] where units > mostUnits {
            throw ServiceError.validation("Given value \(units) for \(name) is out of bounds")
        }
    }

    static func throughput(_ given: ProvisionedThroughput?, _ billing: Table.Billing) throws -> Throughput? {
        switch (billing, given) {
        case (.provisioned, let given?):
            try checkBounds(given)
            return Throughput(given)
        case (.provisioned, nil):
            throw ServiceError.invalidParameters(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
        case (.payPerRequest, .some):
            throw ServiceError.invalidParameters(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
        case (.payPerRequest, nil): return nil
        }
    }
}

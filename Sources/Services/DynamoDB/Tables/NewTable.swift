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

    init(_ input: CreateTableRequest) throws {
        self.input = input
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
            stream: stream(at: time), timeToLive: nil)
    }

    private func stream(at time: Date) -> StreamSettings? {
        guard let wanted = input.streamSpecification, wanted.streamEnabled else { return nil }
        return StreamSettings(viewType: wanted.streamViewType?.rawValue ?? "", label: time.streamLabel, isEnabled: true)
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

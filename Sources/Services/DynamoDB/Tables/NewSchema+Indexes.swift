import DynamoDBModel
import ServiceKit

extension NewSchema {
    private static let mostLocalIndexes = 5
    private static let mostGlobalIndexes = 20
    private static let mostProjectedAttributes = 100

    func indexes(
        local: [LocalSecondaryIndex]?, global: [GlobalSecondaryIndex]?, tableKeys: KeySchema, billing: Table.Billing
    ) throws -> [SecondaryIndex] {
        var indexes: [SecondaryIndex] = []
        if let local { indexes = try localIndexes(local, tableKeys) }
        if let global {
            guard !global.isEmpty else {
                throw ServiceError.invalidParameters("List of GlobalSecondaryIndexes is empty")
            }
            for index in global {
                indexes.append(try self.global(index, UInt64(indexes.count) + 1, billing))
                try Self.requireNew(indexes)
            }
        }
        try Self.checkCounts(of: indexes)
        return indexes
    }

    private func localIndexes(_ given: [LocalSecondaryIndex], _ tableKeys: KeySchema) throws -> [SecondaryIndex] {
        guard !given.isEmpty else { throw ServiceError.invalidParameters("List of LocalSecondaryIndexes is empty") }
        guard !tableKeys.range.isEmpty else {
            throw ServiceError.invalidParameters(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
        }
        var indexes: [SecondaryIndex] = []
        for index in given {
            indexes.append(try local(index, UInt64(indexes.count) + 1, tableKeys))
            try Self.requireNew(indexes)
        }
        guard given.count <= Self.mostLocalIndexes else {
            throw ServiceError.invalidParameters(
                "Number of LocalSecondaryIndexes exceeds per-table limit of \(Self.mostLocalIndexes)")
        }
        return indexes
    }

    /// The last of them is of no other's name.
    private static func requireNew(_ indexes: [SecondaryIndex]) throws {
        guard let last = indexes.last, indexes.dropLast().contains(where: { $0.name == last.name }) else { return }
        throw ServiceError.invalidParameters("Duplicate index name: \(last.name)")
    }

    static func checkCounts(of indexes: [SecondaryIndex]) throws {
        guard indexes.filter({ $0.scope == .global }).count <= mostGlobalIndexes else {
            throw ServiceError.invalidParameters(
                "GlobalSecondaryIndex count exceeds the per-table limit of \(mostGlobalIndexes)")
        }
        let projected = indexes.reduce(0) { count, index in
            guard case .include(let names) = index.projection else { return count }
            return count + names.count
        }
        guard projected <= mostProjectedAttributes else {
            throw ServiceError.invalidParameters(
                "NonKeyAttributes count exceeds the per-table limit of \(mostProjectedAttributes)")
        }
    }

    private func local(_ index: LocalSecondaryIndex, _ number: UInt64, _ tableKeys: KeySchema) throws -> SecondaryIndex
    {
        let keys = try keys(index.keySchema)
        guard !keys.range.isEmpty else {
            throw ServiceError.invalidParameters(
                "Index KeySchema does not have a range key for index: \(index.indexName)")
        }
        guard keys.hash == tableKeys.hash else {
            throw ServiceError.invalidParameters(
                "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                    + "\(index.indexName). index hash key: \(keys.hash[0].name), "
                    + "table hash key: \(tableKeys.hash[0].name)")
        }
        return SecondaryIndex(
            name: index.indexName, number: number, scope: .local, keys: keys,
            projection: try Self.projection(index.projection), state: .active, throughput: nil)
    }

    func global(_ index: GlobalSecondaryIndex, _ number: UInt64, _ billing: Table.Billing) throws -> SecondaryIndex {
        SecondaryIndex(
            name: index.indexName, number: number, scope: .global, keys: try indexKeys(index.keySchema),
            projection: try Self.projection(index.projection), state: .active,
            throughput: try Self.throughput(of: index, billing),
            demandLimits: index.onDemandThroughput.map(DemandLimits.init),
            warmUnits: index.warmThroughput.map { WarmUnits($0, instead: nil) })
    }

    private static func throughput(of index: GlobalSecondaryIndex, _ billing: Table.Billing) throws -> Throughput? {
        switch (billing, index.provisionedThroughput) {
        case (.provisioned, let given?):
            try NewTable.checkBounds(given)
            return Throughput(given)
        case (.provisioned, nil):
            throw ServiceError.invalidParameters(
                "ProvisionedThroughput must be specified for index: \(index.indexName)")
        case (.payPerRequest, .some):
            throw ServiceError.invalidParameters(
                "ProvisionedThroughput should not be specified for index: \(index.indexName) when BillingMode is "
                    + "PAY_PER_REQUEST")
        case (.payPerRequest, nil): return nil
        }
    }

    private static func projection(_ projection: Projection) throws -> SecondaryIndex.Projection {
        let names = projection.nonKeyAttributes
        switch projection.projectionType {
        case .all, .keysOnly:
            guard names == nil else {
                throw ServiceError.invalidParameters(
                    "ProjectionType is \(projection.projectionType?.rawValue ?? ""), but NonKeyAttributes is specified")
            }
            return projection.projectionType == .all ? .all : .keysOnly
        case .include:
            guard let names else {
                throw ServiceError.invalidParameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
            }
            return .include(names)
        default: throw ServiceError.invalidParameters("Unknown ProjectionType: null")
        }
    }
}

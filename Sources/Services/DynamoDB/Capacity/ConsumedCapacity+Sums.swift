import DynamoDBModel

extension [ConsumedCapacity] {
    /// Nil where it was not asked for.
    func told(_ wanted: ReturnConsumedCapacity?) -> [ConsumedCapacity]? {
        guard let wanted, wanted != .noneValue else { return nil }
        return summedByTable
    }

    /// One for each table, in the order of their names.
    private var summedByTable: [ConsumedCapacity] {
        Dictionary(grouping: self) { $0.tableName ?? "" }.sorted { $0.key < $1.key }.map { name, all in
            ConsumedCapacity(
                tableName: name, capacityUnits: all.compactMap(\.capacityUnits).sum,
                readCapacityUnits: all.compactMap(\.readCapacityUnits).sum,
                writeCapacityUnits: all.compactMap(\.writeCapacityUnits).sum, table: all.compactMap(\.table).sum,
                localSecondaryIndexes: Self.sums(all.compactMap(\.localSecondaryIndexes)),
                globalSecondaryIndexes: Self.sums(all.compactMap(\.globalSecondaryIndexes)))
        }
    }

    private static func sums(_ all: [[String: Capacity]]) -> [String: Capacity]? {
        guard !all.isEmpty else { return nil }
        return all.reduce(into: [:]) { sums, next in
            sums.merge(next) { [$0, $1].sum ?? Capacity() }
        }
    }
}

extension [Double] {
    /// Nil of nothing: what no part tells, the sum does not tell.
    fileprivate var sum: Double? { isEmpty ? nil : reduce(0, +) }
}

extension [Capacity] {
    fileprivate var sum: Capacity? {
        guard !isEmpty else { return nil }
        return Capacity(
            readCapacityUnits: compactMap(\.readCapacityUnits).sum,
            writeCapacityUnits: compactMap(\.writeCapacityUnits).sum, capacityUnits: compactMap(\.capacityUnits).sum)
    }
}

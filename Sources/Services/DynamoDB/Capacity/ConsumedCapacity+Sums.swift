import DynamoDBModel

extension [ConsumedCapacity] {
    /// One for each table, in the order of their names.
    var summedByTable: [ConsumedCapacity] {
        Dictionary(grouping: self) { $0.tableName ?? "" }.sorted { $0.key < $1.key }.map { name, all in
            var sum = ConsumedCapacity(tableName: name, capacityUnits: all.reduce(0) { $0 + ($1.capacityUnits ?? 0) })
            if all.contains(where: { $0.table != nil }) {
                sum.table = Capacity(capacityUnits: all.reduce(0) { $0 + ($1.table?.capacityUnits ?? 0) })
                sum.localSecondaryIndexes = Self.sums(all.compactMap(\.localSecondaryIndexes))
                sum.globalSecondaryIndexes = Self.sums(all.compactMap(\.globalSecondaryIndexes))
            }
            return sum
        }
    }

    private static func sums(_ all: [[String: Capacity]]) -> [String: Capacity]? {
        guard !all.isEmpty else { return nil }
        return all.reduce(into: [:]) { sums, next in
            sums.merge(next) { Capacity(capacityUnits: ($0.capacityUnits ?? 0) + ($1.capacityUnits ?? 0)) }
        }
    }
}

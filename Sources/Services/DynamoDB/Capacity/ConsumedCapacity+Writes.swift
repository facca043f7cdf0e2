import DynamoDBModel

extension ConsumedCapacity {
    /// A write counts by the larger of what was there and what is, and again in each index that it changes.
    init?(writing outcome: ItemWrite.Outcome, transactional: Bool = false, _ wanted: ReturnConsumedCapacity?) {
        guard let wanted, wanted != .noneValue else { return nil }
        let own = CapacityUnits.writing(outcome.bytes, transactional: transactional)
        let shares = (try? outcome.indexUnits(transactional: transactional)) ?? []
        // Transactions tell beside the sum that they wrote.
        func capacity(_ units: Double) -> Capacity {
            Capacity(writeCapacityUnits: transactional ? units : nil, capacityUnits: units)
        }
        let sum = shares.reduce(own) { $0 + $1.units }
        self.init(tableName: outcome.table.name, capacityUnits: sum, writeCapacityUnits: transactional ? sum : nil)
        guard wanted == .indexes else { return }
        table = capacity(own)
        for share in shares {
            switch share.index.scope {
            case .local: localSecondaryIndexes = (localSecondaryIndexes ?? [:]).with(share.index, capacity(share.units))
            case .global:
                globalSecondaryIndexes = (globalSecondaryIndexes ?? [:]).with(share.index, capacity(share.units))
            }
        }
    }
}

extension [String: Capacity] {
    fileprivate func with(_ index: SecondaryIndex, _ capacity: Capacity) -> [String: Capacity] {
        merging([index.name: capacity]) { first, _ in first }
    }
}

extension ItemWrite.Outcome {
    /// One write for a row that comes, changes or goes; two where its key changes, since one goes and another comes.
    fileprivate func indexUnits(transactional: Bool) throws -> [(index: SecondaryIndex, units: Double)] {
        guard !table.indexes.isEmpty else { return [] }
        let old = try old?.attributes()
        return table.indexes.compactMap { index in
            let before = old.flatMap { index.projected($0, tableKeys: table.keys) }
            let after = new.flatMap { index.projected($0, tableKeys: table.keys) }
            guard before != after else { return nil }
            let writes: Double
            if let before, let after, table.key(of: before, in: index) != table.key(of: after, in: index) {
                writes =
                    CapacityUnits.writing(before.storedBytes, transactional: transactional)
                    + CapacityUnits.writing(after.storedBytes, transactional: transactional)
            } else {
                writes = CapacityUnits.writing(
                    max(before?.storedBytes ?? 0, after?.storedBytes ?? 0), transactional: transactional)
            }
            return (index, writes)
        }
    }
}

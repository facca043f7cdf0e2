import DynamoDBModel

/// Told where it was asked for: nothing, one sum, or a sum by table and index.
extension ConsumedCapacity {
    init?(units: Double, of table: Table, index: SecondaryIndex? = nil, _ wanted: ReturnConsumedCapacity?) {
        guard let wanted, wanted != .noneValue else { return nil }
        self.init(tableName: table.name, capacityUnits: units)
        guard wanted == .indexes else { return }
        self.table = Capacity(capacityUnits: index == nil ? units : 0)
        guard let index else { return }
        let share = [index.name: Capacity(capacityUnits: units)]
        if index.scope == .local { localSecondaryIndexes = share } else { globalSecondaryIndexes = share }
    }

    init?(
        reading bytes: Int, of table: Table, index: SecondaryIndex? = nil, consistent: Bool,
        _ wanted: ReturnConsumedCapacity?
    ) {
        self.init(units: CapacityUnits.reading(bytes, consistent: consistent), of: table, index: index, wanted)
    }
}

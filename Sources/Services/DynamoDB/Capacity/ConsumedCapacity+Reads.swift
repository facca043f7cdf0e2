import DynamoDBModel

/// Told where it was asked for: nothing, one sum, or a sum by table and index.
extension ConsumedCapacity {
    /// - Parameter fetching: units of what was read from the table for a query or scan of its local index.
    init?(
        units: Double, fetching: Double = 0, of table: Table, index: SecondaryIndex? = nil,
        _ wanted: ReturnConsumedCapacity?
    ) {
        guard let wanted, wanted != .noneValue else { return nil }
        self.init(tableName: table.name, capacityUnits: units + fetching)
        guard wanted == .indexes else { return }
        self.table = Capacity(capacityUnits: index == nil ? units : fetching)
        guard let index else { return }
        let share = [index.name: Capacity(capacityUnits: units)]
        if index.scope == .local { localSecondaryIndexes = share } else { globalSecondaryIndexes = share }
    }

    init?(
        reading bytes: Int, fetching: Double = 0, of table: Table, index: SecondaryIndex? = nil, consistent: Bool,
        _ wanted: ReturnConsumedCapacity?
    ) {
        self.init(
            units: CapacityUnits.reading(bytes, consistent: consistent), fetching: fetching, of: table, index: index,
            wanted)
    }

    /// Transactions tell beside the sum that they read.
    init?(readingInTransaction bytes: Int, of table: Table, _ wanted: ReturnConsumedCapacity?) {
        let units = CapacityUnits.reading(bytes, consistent: true, transactional: true)
        self.init(units: units, of: table, wanted)
        readCapacityUnits = units
        self.table?.readCapacityUnits = units
    }
}

import DynamoDBModel
import ServiceKit
import Storage

/// An index that is made on a table with items: rows of the items up to the job's place are kept by whoever writes them,
/// those behind it wait for the job.
extension Transaction {
    func fill(
        _ number: UInt64, of address: TableAddress, _ incarnation: UInt64, after row: [UInt8]?
    ) throws -> StepProgress {
        guard var table = try table(address), table.incarnation == incarnation,
            let place = table.indexes.firstIndex(where: { $0.number == number })
        else { return .done }
        let page = try nextItems(of: table.items, after: row)
        var counts = CountChanges()
        for entry in page.entries {
            let item = try StoredItem(stored: entry.value).attributes()
            try replace(nil, with: item, in: table.indexes[place], of: table, &counts)
            if table.indexes[place].scope == .local, table.isFirstLocal(number) {
                try countCollection(of: nil, by: item, in: table)
            }
        }
        try counts.write(in: self)
        let progress = progress(page)
        switch progress {
        case .reached(let row): try put(table.fillRow(number).bytes, row)
        case .done:
            try delete(table.fillRow(number).bytes)
            table.indexes[place].state = .active
            try save(table)
        }
        return progress
    }

    /// Whether an item's rows in an index are there to be kept.
    func isKept(_ index: SecondaryIndex, at key: ItemKey, of table: Table) throws -> Bool {
        guard index.state == .creating else { return true }
        guard let reached = try get(table.fillRow(index.number).bytes) else { return false }
        return !reached.lexicographicallyPrecedes(key.bytes)
    }
}

extension Table {
    /// Items are counted once, however many indexes there are.
    fileprivate func isFirstLocal(_ number: UInt64) -> Bool {
        indexes.first { $0.scope == .local }?.number == number
    }

    /// How far an index that is being made has come.
    func fillRow(_ index: UInt64) -> Key {
        Key(table: .dynamoJobs).number(0).number(incarnation).number(index)
    }
}

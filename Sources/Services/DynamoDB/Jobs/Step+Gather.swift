import DynamoDBModel
import Storage

extension Transaction {
    private static var changesPerStep: Int { 100 }

    /// One row for each item that changed within a span: what it was before the first change, and what it is after the
    /// last.
    func gather(
        _ log: UInt64, from first: UInt64, below end: UInt64, in target: UInt64, after row: [UInt8]?
    ) throws -> StepProgress {
        guard let known: ChangeLog = try find(ChangeLog.key(log)) else { return .done }
        let rows = ChangeLog.rows(log)
        let page = try scan(
            ScanRange(
                from: row?.keySuccessor ?? rows.number(first).bytes, to: rows.number(end).bytes,
                maxEntries: Self.changesPerStep, maxBytes: 8 << 20))
        for entry in page.entries {
            let change = try ItemChange(stored: entry.value)
            guard let item = try (change.new ?? change.old)?.attributes() else { continue }
            let place = ItemKey(base: Table.items(of: target), known.schema, of: item)
            let before = try get(place.bytes).map { try ItemChange(stored: $0) }
            let whole = before.map { ItemChange(change.origin, old: $0.old, new: change.new) } ?? change
            // What came and went within the span was never there for those who look at its ends.
            if whole.old == nil, whole.new == nil {
                try delete(place.bytes)
            } else {
                try put(place.bytes, whole.stored)
            }
        }
        return progress(page)
    }

    /// The rows of an export are together.
    func beginWriting(_ arn: String) throws -> StepProgress {
        guard let key = TableExport.key(ofARN: arn), var export: TableExport = try find(key) else { return .done }
        export.state = .writing
        try save(export)
        return .done
    }
}

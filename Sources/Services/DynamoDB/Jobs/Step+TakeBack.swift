import DynamoDBModel
import Storage

extension Transaction {
    private static var changesPerStep: Int { 100 }

    /// Puts what was there before each change, from the newest to the first: what stands in the end is what stood before
    /// the first, whichever of the changes the copy had seen.
    func takeBack(_ log: UInt64, from first: UInt64, in target: UInt64, below row: [UInt8]?) throws -> StepProgress {
        let rows = ChangeLog.rows(log)
        let page = try scan(
            ScanRange(
                from: rows.number(first).bytes, to: row ?? rows.bytes.prefixSuccessor, direction: .backward,
                maxEntries: Self.changesPerStep, maxBytes: 8 << 20))
        for entry in page.entries { try takeBack(try ItemChange(stored: entry.value), log, in: target) }
        return progress(page)
    }

    private func takeBack(_ change: ItemChange, _ log: UInt64, in target: UInt64) throws {
        guard let keys: ChangeLog = try find(ChangeLog.key(log)), let some = change.old ?? change.new else { return }
        let place = ItemKey(base: Table.items(of: target), keys.schema, of: try some.attributes())
        let present = try item(place)
        if let old = change.old {
            try put(place.bytes, old.stored)
        } else {
            try delete(place.bytes)
        }
        try count(
            items: (change.old == nil ? 0 : 1) - (present == nil ? 0 : 1),
            bytes: (change.old?.size ?? 0) - (present?.size ?? 0), in: Table.countRow(target, index: 0))
    }
}

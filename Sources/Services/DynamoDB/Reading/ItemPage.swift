import DynamoDBModel
import Storage

/// One page of a query or a scan: what was read, what of it passed, and where the next page begins.
struct ItemPage: Sendable {
    var items: [StoredItem] = []
    var scannedCount = 0
    /// Of all that was read, as AWS counts it.
    var readBytes = 0
    /// The last item read, where more may follow.
    var last: StoredItem?
}

extension Snapshot {
    private static var mostRows: Int { 1000 }

    /// Reads until the limit, a megabyte, or the range's end.
    /// - Parameters:
    ///   - limit: of items read, whether or not they pass.
    ///   - passes: the filter.
    func page(
        of range: KeyRange, forward: Bool, limit: Int?, passes: (StoredItem) throws -> Bool
    ) throws -> ItemPage {
        var page = ItemPage()
        var range = range
        while !range.isEmpty {
            let wanted = Swift.min(limit.map { $0 - page.scannedCount } ?? Self.mostRows, Self.mostRows)
            let rows = try scan(
                ScanRange(
                    from: range.from, to: range.to, direction: forward ? .forward : .backward, maxEntries: wanted,
                    maxBytes: ItemLimits.pageBytes))
            for row in rows.entries {
                let item = try StoredItem(stored: row.value)
                page.scannedCount += 1
                page.readBytes += item.size
                if try passes(item) { page.items.append(item) }
                if page.scannedCount == limit || page.readBytes >= ItemLimits.pageBytes {
                    page.last = item
                    return page
                }
            }
            guard rows.more, let last = rows.entries.last else { break }
            range = range.after(ItemKey(bytes: last.key), forward: forward)
        }
        return page
    }
}

import Storage

extension Transaction {
    func copy(_ source: UInt64, to target: UInt64, after row: [UInt8]?) throws -> StepProgress {
        let page = try nextItems(of: Table.items(of: source), after: row)
        let base = Table.items(of: target)
        var bytes = 0
        for entry in page.entries {
            bytes += try StoredItem(stored: entry.value).size
            try put(ItemKey(bytes: entry.key).moved(to: base).bytes, entry.value)
        }
        try count(items: page.entries.count, bytes: bytes, in: Table.countRow(target, index: 0))
        return progress(page)
    }
}

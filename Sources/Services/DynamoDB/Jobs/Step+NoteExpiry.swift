import DynamoDBModel
import Storage

extension Transaction {
    /// Items written meanwhile note their times themselves; noting one twice changes nothing.
    func noteExpiry(of address: TableAddress, _ incarnation: UInt64, after row: [UInt8]?) throws -> StepProgress {
        guard var table = try table(address), table.incarnation == incarnation, table.timeToLive?.isEnabled == true
        else { return .done }
        let page = try nextItems(of: table.items, after: row)
        for entry in page.entries {
            let item = try StoredItem(stored: entry.value).attributes()
            guard let expiry = ExpiryRow(item, at: ItemKey(bytes: entry.key), of: table) else { continue }
            try put(expiry.key.bytes, table.key.bytes)
        }
        let progress = progress(page)
        if case .done = progress {
            table.timeToLive?.isBeginning = false
            try save(table)
        }
        return progress
    }
}

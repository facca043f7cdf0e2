import Storage

extension Snapshot {
    private static var rowsPerScan: Int { 200 }

    /// A page of the records of a prefix that pass a test. So many are looked at at most: the page may have fewer, and go
    /// on all the same.
    func page<R: Record>(
        _ type: R.Type = R.self, prefix: Key, from start: [UInt8]?, limit: Int, mostLookedAt: Int,
        where isWanted: (R) -> Bool
    ) throws -> RecordPage<R> {
        var page = RecordPage<R>(records: [], next: start)
        var lookedAt = 0
        repeat {
            let rows = try list(R.self, prefix: prefix, from: page.next, limit: Self.rowsPerScan)
            for record in rows.records {
                lookedAt += 1
                if isWanted(record) {
                    guard page.records.count < limit else {
                        page.next = record.key.bytes
                        return page
                    }
                    page.records.append(record)
                }
            }
            page.next = rows.next
        } while page.next != nil && lookedAt < mostLookedAt
        return page
    }
}

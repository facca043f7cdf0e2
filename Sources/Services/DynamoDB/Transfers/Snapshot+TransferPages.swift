import Storage

extension Snapshot {
    private var mostLookedAt: Int { 10_000 }
    private var lookedAtOnce: Int { 100 }

    /// A page of those of a listing that are wanted.
    func page<R: Record>(
        of type: R.Type, _ listing: Key, after last: Key?, limit: Int, _ isWanted: (R) -> Bool
    ) throws -> RecordPage<R> {
        var start = last?.bytes.keySuccessor
        var found: [R] = []
        var lookedAt = 0
        repeat {
            let page = try list(R.self, prefix: listing, from: start, limit: lookedAtOnce)
            lookedAt += page.records.count
            for record in page.records where isWanted(record) {
                if found.count == limit { return RecordPage(records: found, next: record.key.bytes) }
                found.append(record)
            }
            start = page.next
        } while start != nil && lookedAt < mostLookedAt
        return RecordPage(records: found, next: start)
    }
}

import Storage

extension Snapshot {
    private var mostLookedAt: Int { 10_000 }
    private var lookedAtOnce: Int { 100 }

    /// A page of those of a listing that are wanted, and the last one looked at where there may be more.
    func page<R: Record>(
        of type: R.Type, _ listing: Key, after last: Key?, limit: Int, _ isWanted: (R) -> Bool
    ) throws -> (records: [R], last: R?) {
        var start = last?.bytes.keySuccessor
        var found: [R] = []
        var lookedAt = 0
        var latest: R?
        repeat {
            let page = try list(R.self, prefix: listing, from: start, limit: lookedAtOnce)
            lookedAt += page.records.count
            for record in page.records {
                guard isWanted(record) else {
                    latest = record
                    continue
                }
                if found.count == limit { return (found, latest) }
                found.append(record)
                latest = record
            }
            start = page.next
        } while start != nil && lookedAt < mostLookedAt
        return (found, start == nil ? nil : latest)
    }
}

import ServiceKit
import Storage

/// Walks the rows that may hold what a filter asks for, a bounded number at a time.
struct UserSearch {
    let pool: UserPool
    let filter: UserFilter?
    let limit: Int

    /// So many rows are looked at for one page; a filter that finds less goes on with the next one.
    private static let maxRows = 5000

    func page(from start: [UInt8]?, _ snapshot: any Snapshot) throws -> RecordPage<User> {
        if let filter, filter.attribute == "sub", filter.comparison == .equal {
            let user = try snapshot.find(User.self, index: User.subIndex(pool.id, filter.value))
            return RecordPage(records: user.map { [$0] } ?? [], next: nil)
        }
        let (prefix, isIndex) = rows
        var found: [User] = []
        var position = start ?? prefix
        var looked = 0
        while true {
            let page = try snapshot.scan(
                ScanRange(from: position, to: prefix.prefixSuccessor, maxEntries: limit - found.count))
            for entry in page.entries {
                let user: User? =
                    isIndex ? try snapshot.find(Key(bytes: entry.value)) : try snapshot.find(Key(bytes: entry.key))
                if let user, filter?.matches(user, in: pool) ?? true { found.append(user) }
            }
            looked += page.entries.count
            guard page.more, let last = page.entries.last else { return RecordPage(records: found, next: nil) }
            position = last.key.keySuccessor
            if found.count >= limit || looked >= Self.maxRows { return RecordPage(records: found, next: position) }
        }
    }

    /// The narrowest rows for the filter, and whether they lead to users or are users.
    private var rows: (prefix: [UInt8], isIndex: Bool) {
        let all = (User.listing(pool.id).bytes, false)
        guard let filter else { return all }
        if filter.attribute == "username" {
            guard pool.usernameAttributes.isEmpty else { return all }
            let name = pool.folded(filter.value)
            return (User.listing(pool.id).raw(name.utf8).bytes, false)
        }
        guard User.searchable.contains(filter.attribute) else { return all }
        let start = User.indexedStart(filter.value)
        let isWhole = filter.comparison == .equal && start.count < User.indexedBytes
        return (User.attributeListing(pool.id, filter.attribute).raw(start + (isWhole ? [0] : [])).bytes, true)
    }
}

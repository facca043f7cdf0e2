import ServiceKit
import Storage

/// One page of a listing as IAM answers it.
struct Listing<Item: Sendable>: Sendable {
    var items: [Item]
    var marker: String?
    var isTruncated: Bool { marker != nil }
}

/// Where a page of IAM's begins and how long it is.
struct PageStart: Sendable {
    static let standardItems = 100
    /// Entries looked at for one page; one that passes over more than this comes back short.
    static let mostLookedAt = 10_000

    var from: [UInt8]?
    var maxItems: Int
    let scope: String
    private let paging: PagingTokens

    /// `scope` names the listing with all that narrows it.
    init(_ marker: String?, _ maxItems: Int?, scope: String, _ paging: PagingTokens) throws {
        self.maxItems = maxItems ?? Self.standardItems
        self.scope = scope
        self.paging = paging
        guard let marker else {
            from = nil
            return
        }
        guard let key = paging.key(of: marker, scope: scope) else { throw ServiceError.markerInvalid }
        from = key
    }

    func marker(_ next: [UInt8]?) throws -> String? {
        try next.map { try paging.token(for: $0, scope: scope) }
    }

    /// A page of those records below `prefix` for which `make` makes something.
    func page<R: Record, Item: Sendable>(
        _ type: R.Type, _ prefix: Key, _ snapshot: any Snapshot, _ make: (R) throws -> Item?
    ) throws -> Listing<Item> {
        try page { from, limit in
            try snapshot.list(R.self, prefix: prefix, from: from, limit: limit)
        } make: { record in
            try make(record)
        }
    }

    /// The same over the records to which the rows of an index lead.
    func page<R: Record, Item: Sendable>(
        _ type: R.Type, index: Key, _ snapshot: any Snapshot, _ make: (R) throws -> Item?
    ) throws -> Listing<Item> {
        try page { from, limit in
            try snapshot.list(R.self, index: index, from: from, limit: limit)
        } make: { record in
            try make(record)
        }
    }

    private func page<R: Record, Item: Sendable>(
        _ read: ([UInt8]?, Int) throws -> RecordPage<R>, make: (R) throws -> Item?
    ) throws -> Listing<Item> {
        var items: [Item] = []
        var next = from
        var lookedAt = 0
        while true {
            let page = try read(next, maxItems - items.count)
            items += try page.records.compactMap(make)
            lookedAt += max(1, page.records.count)
            next = page.next
            guard next != nil, items.count < maxItems, lookedAt < Self.mostLookedAt else { break }
        }
        return Listing(items: items, marker: try marker(next))
    }

    /// A page of the rows below `prefix` for which `make` makes something.
    func rows<Item: Sendable>(
        _ prefix: Key, _ snapshot: any Snapshot, _ make: ([UInt8]) throws -> Item?
    ) throws -> Listing<Item> {
        var items: [Item] = []
        var next = from ?? prefix.bytes
        var lookedAt = 0
        while true {
            let page = try snapshot.scan(
                ScanRange(
                    from: next, to: prefix.bytes.prefixSuccessor, maxEntries: maxItems - items.count,
                    keysOnly: true))
            items += try page.entries.compactMap { try make($0.key) }
            lookedAt += max(1, page.entries.count)
            guard page.more, let last = page.entries.last else { return Listing(items: items) }
            next = last.key.keySuccessor
            if items.count >= maxItems || lookedAt >= Self.mostLookedAt {
                return Listing(items: items, marker: try marker(next))
            }
        }
    }

    /// A page of a short list that is in memory.
    func page<Item: Sendable>(_ all: [Item]) throws -> Listing<Item> {
        let start = min(from.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0, all.count)
        let end = min(start + maxItems, all.count)
        let next: [UInt8]? = end < all.count ? Array(String(end).utf8) : nil
        return Listing(items: Array(all[start..<end]), marker: try marker(next))
    }
}

extension Snapshot {
    /// Visits all records below `prefix`, of which an account has a limited number, in pages.
    func forEach<R: Record>(_ type: R.Type, below prefix: Key, _ visit: (R) throws -> Void) throws {
        var start: [UInt8]?
        repeat {
            let page: RecordPage<R> = try list(prefix: prefix, from: start, limit: 1000)
            try page.records.forEach(visit)
            start = page.next
        } while start != nil
    }
}

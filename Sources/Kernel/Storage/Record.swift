import FoundationEssentials

/// Something stored, with its key and indexes. Indexes are kept in the transaction that changes it.
package protocol Record: Sendable {
    static var table: TableID { get }
    /// Goes up when the encoding changes; `init(decoding:version:)` then reads the old ones too.
    static var version: UInt8 { get }
    var key: Key { get }
    /// Rows that lead to this record: complete keys, each unique to it.
    var indexKeys: [Key] { get }
    /// When the record is to vanish by itself.
    var expiresAt: Date? { get }

    func encoded() throws -> [UInt8]
    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws
}

extension Record {
    package static var version: UInt8 { 1 }
    package var indexKeys: [Key] { [] }
    package var expiresAt: Date? { nil }
}

/// Cold records are stored as JSON; those on a hot path write their own bytes.
extension Record where Self: Codable {
    package func encoded() throws -> [UInt8] { try [UInt8](JSONEncoder().encode(self)) }

    package init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}

extension Snapshot {
    package func find<R: Record>(_ type: R.Type, _ key: Key) throws -> R? { try find(key) }

    package func find<R: Record>(_ key: Key) throws -> R? {
        guard let stored = try get(key.bytes) else { return nil }
        return try R(stored: stored)
    }

    /// The record that an index row leads to.
    package func find<R: Record>(_ type: R.Type = R.self, index: Key) throws -> R? {
        guard let primary = try get(index.bytes) else { return nil }
        return try find(R.self, Key(bytes: primary))
    }

    /// A page of records in key order, from `start` on if given.
    package func list<R: Record>(
        _ type: R.Type = R.self, prefix: Key, from start: [UInt8]? = nil, limit: Int
    ) throws -> RecordPage<R> {
        let page = try scan(
            ScanRange(
                from: prefix.bytes.start(at: start), to: prefix.bytes.prefixSuccessor, maxEntries: limit))
        let records = try page.entries.map { try R(stored: $0.value) }
        return RecordPage(records: records, next: page.more ? page.entries.last?.key.keySuccessor : nil)
    }

    /// A page of the records that an index's rows lead to.
    package func list<R: Record>(
        _ type: R.Type = R.self, index: Key, from start: [UInt8]? = nil, limit: Int
    ) throws -> RecordPage<R> {
        let page = try scan(
            ScanRange(from: index.bytes.start(at: start), to: index.bytes.prefixSuccessor, maxEntries: limit))
        let records = try page.entries.compactMap { try find(R.self, Key(bytes: $0.value)) }
        return RecordPage(records: records, next: page.more ? page.entries.last?.key.keySuccessor : nil)
    }
}

extension [UInt8] {
    /// Where a listing of this prefix begins: a start before it, which a client may have named, opens nothing else.
    fileprivate func start(at given: [UInt8]?) -> [UInt8] {
        guard let given, lexicographicallyPrecedes(given) else { return self }
        return given
    }
}

/// Some records, and the key from which the next page starts, if there is one.
package struct RecordPage<R: Record>: Sendable {
    package var records: [R]
    package var next: [UInt8]?

    package init(records: [R], next: [UInt8]?) {
        self.records = records
        self.next = next
    }
}

extension Transaction {
    /// Stores the record, whether or not there was one, and keeps its indexes, those it had among them.
    package func save<R: Record>(_ record: R) throws {
        try replace(try find(R.self, record.key), with: record)
    }

    /// Stores `record` where `previous`, just read in this transaction, stood.
    package func replace<R: Record>(_ previous: R?, with record: R) throws {
        let rows = record.indexRows
        for row in previous?.indexRows ?? [] where !rows.contains(row) { try delete(row.bytes) }
        for row in rows { try put(row.bytes, record.key.bytes) }
        try put(record.key.bytes, [R.version] + record.encoded())
    }

    package func remove<R: Record>(_ record: R) throws {
        for row in record.indexRows { try delete(row.bytes) }
        try delete(record.key.bytes)
    }

    package func exists(_ key: Key) throws -> Bool { try get(key.bytes) != nil }
}

extension Record {
    init(stored: [UInt8]) throws {
        guard let version = stored.first, version <= Self.version else {
            throw StorageError.corrupt("a record of \(Self.self) was written by a newer version")
        }
        try self.init(decoding: stored.dropFirst(), version: version)
    }

    fileprivate var indexRows: [Key] {
        guard let expiresAt else { return indexKeys }
        return indexKeys + [Expiry.row(of: key, at: expiresAt)]
    }
}

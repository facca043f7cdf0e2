import FoundationEssentials
import ServiceKit
import Storage

/// An API of either kind, found by its id alone, as calls find it. Its revision goes up with whatever changes in it: what
/// was made of an API is good as long as this row has the same bytes. No id is given out twice, so that it is the
/// incarnation of everything in the API too.
struct APIEntry: Record, Codable {
    static let table = TableID.apis

    enum Kind: String, Codable, Sendable { case http, rest }

    var id: String
    var accountID: String
    var region: String
    var kind: Kind
    var revision: UInt64 = 1

    var key: Key { Self.key(id) }
    static func key(_ id: String) -> Key { Key(table: .apis).text(id) }

    var indexKeys: [Key] { [Self.listing(accountID, region, kind).text(id)] }
    static func listing(_ accountID: String, _ region: String, _ kind: Kind) -> Key {
        Key(table: .apisByAccount).text(accountID).text(region).text(kind.rawValue)
    }

    /// AWS's words for an API that is not there, or not the caller's.
    static func absent(_ id: String, _ call: Call) -> ServiceError {
        ServiceError.notFound("Invalid API identifier specified \(call.accountID):\(id)")
    }
}

extension Snapshot {
    /// An API of the caller's account and region.
    func requireAPI(_ id: String, _ kind: APIEntry.Kind, _ call: Call) throws -> APIEntry {
        guard let entry = try find(APIEntry.self, APIEntry.key(id)), entry.kind == kind,
            entry.accountID == call.accountID, entry.region == call.region
        else { throw APIEntry.absent(id, call) }
        return entry
    }

    func countAPIs(_ kind: APIEntry.Kind, _ call: Call, atMost limit: Int) throws -> Int {
        let prefix = APIEntry.listing(call.accountID, call.region, kind).bytes
        return try scan(ScanRange(prefix: prefix, maxEntries: limit, keysOnly: true)).entries.count
    }
}

extension Transaction {
    /// Notes that something in the API changed.
    func touch(_ entry: APIEntry) throws {
        var entry = entry
        entry.revision += 1
        try save(entry)
    }
}

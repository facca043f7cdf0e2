import FoundationEssentials
import ServiceKit
import Storage

/// Something in an API that is kept as the model has it: a route, a stage, a resource.
protocol APIPart: Codable, Sendable {
    static var table: TableID { get }
    var partID: String { get }
    /// Rows beside its own that lead to it.
    func indexKeys(_ apiID: String) -> [Key]
}

extension APIPart {
    func indexKeys(_ apiID: String) -> [Key] { [] }
}

/// A part with the API it is in.
struct Stored<Part: APIPart>: Record, Codable {
    static var table: TableID { Part.table }

    var apiID: String
    var part: Part

    init(_ part: Part, in apiID: String) {
        self.apiID = apiID
        self.part = part
    }

    var key: Key { Self.key(apiID, part.partID) }
    var indexKeys: [Key] { part.indexKeys(apiID) }

    static func key(_ apiID: String, _ id: String) -> Key { listing(apiID).text(id) }
    static func listing(_ apiID: String) -> Key { Key(table: Part.table).text(apiID) }
}

extension Snapshot {
    func part<Part: APIPart>(_ type: Part.Type = Part.self, _ id: String, of apiID: String) throws -> Part? {
        try find(Stored<Part>.self, Stored<Part>.key(apiID, id))?.part
    }

    /// All parts of a kind; `limit` is more than an API may have.
    func parts<Part: APIPart>(
        _ type: Part.Type = Part.self, of apiID: String, limit: Int = APILimits.mostParts
    ) throws -> [Part] {
        try list(Stored<Part>.self, prefix: Stored<Part>.listing(apiID), limit: limit).records.map(\.part)
    }

    func count<Part: APIPart>(_ type: Part.Type, of apiID: String) throws -> Int {
        let prefix = Stored<Part>.listing(apiID).bytes
        return try scan(ScanRange(prefix: prefix, maxEntries: APILimits.mostParts, keysOnly: true)).entries.count
    }
}

extension Transaction {
    func save<Part: APIPart>(_ part: Part, in apiID: String) throws { try save(Stored(part, in: apiID)) }
    func remove<Part: APIPart>(_ part: Part, in apiID: String) throws { try remove(Stored(part, in: apiID)) }
}

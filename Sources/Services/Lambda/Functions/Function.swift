import FoundationEssentials
import PolicyEngine
import ServiceKit
import Storage

/// A function of an account in a region, with `$LATEST` in it; numbered versions and aliases are records of their own under
/// its incarnation.
struct Function: Record, Codable {
    static let table = TableID.functions

    var accountID: String
    var region: String
    var name: String
    var incarnation: UInt64
    var latest: FunctionVersion
    var lastVersion: Int
    var tags: [String: String]
    var reservedConcurrency: Int?
    /// What PutFunctionRecursionConfig said: whether functions may lead to one another without end.
    var allowsRecursion: Bool?
    /// By qualifier; the function's own under none.
    var policies: [String: FunctionPolicy]

    var key: Key { Self.key(accountID, region, name) }
    var indexKeys: [Key] { latest.layerUses(of: key) }

    static func key(_ accountID: String, _ region: String, _ name: String) -> Key {
        listing(accountID, region).text(name)
    }
    static func listing(_ accountID: String, _ region: String) -> Key {
        Key(table: .functions).text(accountID).text(region)
    }

    /// Without qualifier.
    var arn: String { FunctionAddress(accountID: accountID, region: region, name: name).arn }
    var poolName: FunctionPools.FunctionName { .init(accountID: accountID, region: region, name: name) }
}

extension Function {
    private static let decoded = DecodedRecords<Function>(limit: 1024)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

/// A numbered version.
struct PublishedVersion: Record, Codable {
    static let table = TableID.functionVersions

    var incarnation: UInt64
    var number: Int
    var version: FunctionVersion

    var key: Key { Self.key(incarnation, number) }
    var indexKeys: [Key] { version.layerUses(of: key) }
    static func key(_ incarnation: UInt64, _ number: Int) -> Key { listing(incarnation).number(UInt64(max(0, number))) }
    static func listing(_ incarnation: UInt64) -> Key { Key(table: .functionVersions).number(incarnation) }
}

extension PublishedVersion {
    private static let decoded = DecodedRecords<PublishedVersion>(limit: 1024)

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        self = try Self.decoded.value(of: bytes) { try JSONDecoder().decode(Self.self, from: Data($0)) }
    }
}

/// A name for a version, or for two of them by weight.
struct FunctionAlias: Record, Codable {
    static let table = TableID.functionAliases

    var incarnation: UInt64
    var name: String
    var description: String
    var version: String
    /// Another version, and what part of the events is its.
    var weights: [String: Double]
    var revisionID: String

    var key: Key { Self.key(incarnation, name) }
    static func key(_ incarnation: UInt64, _ name: String) -> Key { listing(incarnation).text(name) }
    static func listing(_ incarnation: UInt64) -> Key { Key(table: .functionAliases).number(incarnation) }
}

/// Who may invoke a function beside those whom their own policies let.
struct FunctionPolicy: Codable, Sendable {
    /// Documents of statements, by their ids, in the order of adding.
    var statements: [Statement]
    var revisionID: String

    struct Statement: Codable, Sendable {
        var id: String
        var json: String
        /// Unique ids of the users and roles it names.
        var ids: [String: String]
    }

    /// The whole document.
    var text: String {
        #"{"Version":"2012-10-17","Id":"default","Statement":["# + statements.map(\.json).joined(separator: ",") + "]}"
    }
    private static let compiled = BoundedCache<String, PolicyDocument>(limit: 1024)

    /// As it is evaluated; kept by the revision that names it.
    func document() throws -> PolicyDocument {
        if let known = Self.compiled[revisionID] { return known }
        let document = try stored.compiled()
        Self.compiled[revisionID] = document
        return document
    }

    var stored: StoredPolicy {
        StoredPolicy(text: text, ids: statements.reduce(into: [:]) { $0.merge($1.ids) { first, _ in first } })
    }
}

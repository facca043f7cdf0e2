import Storage

/// A policy that is part of one user, group or role.
struct InlinePolicy: Record, Codable {
    static let table = TableID.iamInlinePolicies
    /// Their size is limited, not their number; no more than this fit.
    static let mostPerHolder = 1000

    var holderID: String
    var name: String
    var document: String

    var key: Key { Self.key(holderID, name) }

    static func key(_ holderID: String, _ name: String) -> Key { all(of: holderID).text(name) }
    static func all(of holderID: String) -> Key { Key(table: table).text(holderID) }
}

extension Snapshot {
    func inlinePolicies(of holderID: String) throws -> [InlinePolicy] {
        try list(prefix: InlinePolicy.all(of: holderID), limit: InlinePolicy.mostPerHolder).records
    }
}

import FoundationEssentials
import IAMModel
import Storage

/// A managed policy of a customer.
struct PolicyRecord: Record, Codable {
    static let table = TableID.iamPolicies
    static let mostPerAccount = 1500

    var accountID: String
    var path: String
    var name: String
    /// `ANPA…`
    var id: String
    var description: String?
    var createdAt: Date
    var updatedAt: Date
    var defaultVersion: Int
    /// Numbers are not used twice.
    var lastVersion: Int
    var tags: [IAMModel.Tag]

    var key: Key { Self.key(accountID, name) }
    var arn: String { "arn:aws:iam::\(accountID):policy\(path)\(name)" }
    var reference: PolicyReference { PolicyReference(id: id, arn: arn) }

    static func key(_ accountID: String, _ name: String) -> Key { all(accountID).text(name.lowercased()) }
    static func all(_ accountID: String) -> Key { Key(table: table).text(accountID) }
}

/// One version of a managed policy.
struct PolicyVersionRecord: Record, Codable {
    static let table = TableID.iamPolicyVersions
    static let mostPerPolicy = 5
    static let mostPerAccount = 10_000

    var policyID: String
    var number: Int
    var document: String
    var createdAt: Date

    var key: Key { Self.key(policyID, number) }
    /// `v3`
    var versionID: String { "v\(number)" }

    static func key(_ policyID: String, _ number: Int) -> Key {
        all(of: policyID).number(UInt64(max(0, number)))
    }
    static func all(of policyID: String) -> Key { Key(table: table).text(policyID) }
}

extension PolicyRecord: Tagged {
    static let kindInErrors = "Policy"
}

extension Snapshot {
    func versions(of policyID: String) throws -> [PolicyVersionRecord] {
        try list(prefix: PolicyVersionRecord.all(of: policyID), limit: PolicyVersionRecord.mostPerPolicy)
            .records
    }
}

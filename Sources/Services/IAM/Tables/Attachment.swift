import Storage

/// A managed policy attached to a user, group or role.
struct Attachment: Record, Codable {
    static let table = TableID.iamAttachments
    static let mostPerHolder = 10

    /// As what a policy serves.
    enum Usage: String, Codable { case boundary, permissions }

    var accountID: String
    var holderID: String
    var policy: PolicyReference

    var key: Key { Self.key(holderID, policy.id) }
    var indexKeys: [Key] { [Self.row(of: holderID, to: policy.id, accountID, .permissions)] }

    static func key(_ holderID: String, _ policyID: String) -> Key { all(of: holderID).text(policyID) }
    static func all(of holderID: String) -> Key { Key(table: table).text(holderID) }

    /// The row by which a policy finds its holders. Built-in policies serve every account.
    static func row(of holderID: String, to policyID: String, _ accountID: String, _ usage: Usage) -> Key {
        rows(of: policyID, accountID, usage).text(holderID)
    }

    static func rows(of policyID: String, _ accountID: String, _ usage: Usage) -> Key {
        rows(of: policyID, accountID).text(usage.rawValue)
    }

    static func rows(of policyID: String, _ accountID: String) -> Key {
        Key(table: .iamAttachmentsByPolicy).text(accountID).text(policyID)
    }
}

extension Snapshot {
    func attachments(of holderID: String) throws -> [Attachment] {
        try list(prefix: Attachment.all(of: holderID), limit: Attachment.mostPerHolder + 1).records
    }
}

import Storage

/// What an account has set for itself.
struct AccountRecord: Record, Codable {
    static let table = TableID.iamAccounts

    var accountID: String
    /// Unique among all accounts of the server.
    var alias: String?
    var passwordRules: PasswordRules?

    var key: Key { Self.key(accountID) }
    var indexKeys: [Key] { alias.map { [Self.byAlias($0)] } ?? [] }

    static func key(_ accountID: String) -> Key { Key(table: table).text(accountID) }
    static func byAlias(_ alias: String) -> Key { Key(table: .iamAccountsByAlias).text(alias) }
}

extension Snapshot {
    func account(_ id: String) throws -> AccountRecord {
        try find(AccountRecord.self, AccountRecord.key(id)) ?? AccountRecord(accountID: id)
    }
}

extension Transaction {
    func changeAccount(_ id: String, _ edit: (inout AccountRecord) throws -> Void) throws {
        let account = try account(id)
        var changed = account
        try edit(&changed)
        try replace(account, with: changed)
    }
}

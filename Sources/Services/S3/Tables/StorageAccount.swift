import Storage

/// What an account set for all of its buckets, by S3 Control.
struct StorageAccount: Record, Codable {
    static let table = TableID.storageAccounts

    var id: String
    /// Of `PublicAccessBlock`; nil where nothing is set.
    var publicAccessBlock: UInt8?

    var key: Key { Self.key(id) }

    static func key(_ id: String) -> Key { Key(table: .storageAccounts).text(id) }
}

extension Transaction {
    /// - Parameter block: nil takes it off.
    func set(_ block: PublicAccessBlock?, ofAccount id: String) throws {
        var account = try find(StorageAccount.self, StorageAccount.key(id)) ?? StorageAccount(id: id)
        account.publicAccessBlock = block?.rawValue
        try save(account)
    }
}

extension Snapshot {
    func publicAccessBlock(ofAccount id: String) throws -> PublicAccessBlock? {
        let account: StorageAccount? = try find(StorageAccount.key(id))
        return account?.publicAccessBlock.map { PublicAccessBlock(rawValue: $0) }
    }
}

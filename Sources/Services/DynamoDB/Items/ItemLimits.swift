/// "Service, account, and table quotas": what an item may be.
enum ItemLimits {
    static let itemBytes = 400 << 10
    static let hashBytes = 2048
    static let rangeBytes = 1024
    /// Of all items that a transaction reads or writes.
    static let transactionBytes = 4 << 20
    /// Of all items with one partition, where a table has local indexes.
    static let collectionBytes = 10 << 30
    /// Read by one page of a query or scan.
    static let pageBytes = 1 << 20
}

/// Read and write units, as "DynamoDB read and write operations" counts them.
enum CapacityUnits {
    private static let readBytes = 4096
    private static let writeBytes = 1024

    /// Half of it without consistency, twice of it in a transaction.
    static func reading(_ bytes: Int, consistent: Bool, transactional: Bool = false) -> Double {
        let units = Double(max(1, (bytes + readBytes - 1) / readBytes))
        return transactional ? units * 2 : consistent ? units : units / 2
    }

    static func writing(_ bytes: Int, transactional: Bool = false) -> Double {
        let units = Double(max(1, (bytes + writeBytes - 1) / writeBytes))
        return transactional ? units * 2 : units
    }
}

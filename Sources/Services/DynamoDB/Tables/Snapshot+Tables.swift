import ServiceKit
import Storage

extension Snapshot {
    func table(_ address: TableAddress) throws -> Table? {
        try find(Table.self, Table.key(address.accountID, address.region, address.name))
    }

    /// For operations on items: of a table that is still being made they know nothing.
    func requireTable(_ address: TableAddress) throws -> Table {
        guard let table = try table(address), table.state != .creating else { throw ServiceError.resourceNotFound }
        return table
    }

    /// For operations on tables.
    func requireKnown(_ address: TableAddress) throws -> Table {
        guard let table = try table(address) else { throw ServiceError.tableNotFound(address.name) }
        return table
    }
}

import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// The table is gone with the answer; the sweep removes its rows, which nothing leads to any more. Of a table with
    /// recovery to a point in time a backup stays.
    func deleteTable(_ input: DeleteTableRequest, _ call: Call) async throws -> DeleteTableResponse {
        let address = try validAddress(input.tableName, call)
        let now = clock.now
        return try await store.write { transaction in
            var table = try transaction.requireKnown(address)
            guard !table.isProtected else {
                throw ServiceError.validation(
                    "Resource cannot be deleted as it is currently protected against deletion. "
                        + "Disable deletion protection first.")
            }
            guard table.state == .active else {
                throw ServiceError.inUse(
                    "Attempt to change a resource which is still in use: Table is being created: \(table.name)")
            }
            guard try !transaction.isBeingCopied(table.incarnation) else {
                throw ServiceError.inUse(
                    "Attempt to change a resource which is still in use: Table is being backed up: \(table.name)")
            }
            let counts = try transaction.counts(of: table)
            try transaction.endStream(of: &table, at: now)
            try transaction.remove(table)
            if table.recovery == nil {
                for prefix in [table.items, table.countRows] { try Discarded.add(prefix, transaction) }
            } else {
                try transaction.save(Backup(ofDeleted: table, counts[0] ?? ItemCounts(), at: now))
            }
            try Discarded.add(table.indexItems, transaction)
            return DeleteTableResponse(tableDescription: table.deletion(counts))
        }
    }
}

extension Table {
    /// What AWS's answer leaves out is left out.
    fileprivate func deletion(_ counts: [UInt64: ItemCounts]) -> TableDescription {
        var description = description(counts)
        description.tableStatus = .deleting
        description.attributeDefinitions = nil
        description.keySchema = nil
        description.creationDateTime = nil
        description.warmThroughput = nil
        return description
    }
}

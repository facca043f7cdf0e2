import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// The table is gone with the answer; the sweep removes its rows, which nothing leads to any more.
    func deleteTable(_ input: DeleteTableRequest, _ call: Call) async throws -> DeleteTableResponse {
        let address = TableAddress(input.tableName, accountID: call.accountID, region: call.region)
        return try await store.write { transaction in
            guard let table = try transaction.table(address) else { throw ServiceError.tableNotFound(address.name) }
            guard !table.isProtected else {
                throw ServiceError.validation(
                    "Resource cannot be deleted as it is currently protected against deletion. "
                        + "Disable deletion protection first.")
            }
            var description = table.description(try transaction.counts(of: table))
            description.tableStatus = .deleting
            try transaction.remove(table)
            for prefix in [table.items, table.indexItems, table.countRows] { try Discarded.add(prefix, transaction) }
            return DeleteTableResponse(tableDescription: description)
        }
    }
}

import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Makes a table. The answer says CREATING, as AWS's does; the table is there by then.
    func createTable(_ input: CreateTableRequest, _ call: Call) async throws -> CreateTableResponse {
        let address = TableAddress(input.tableName, accountID: call.accountID, region: call.region)
        let settings = try NewTable(input)
        let table = settings.table(
            at: address, incarnation: incarnations.next(), id: randomness.uuid(), time: clock.now)
        try await store.write { transaction in
            guard try !transaction.exists(table.key) else { throw ServiceError.tableExists(table.name) }
            try transaction.save(table)
        }
        var description = table.description()
        description.tableStatus = .creating
        return CreateTableResponse(tableDescription: description)
    }
}

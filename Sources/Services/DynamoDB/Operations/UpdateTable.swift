import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDB {
    /// Changes settings at once; an index that is added is filled behind the requests.
    func updateTable(_ input: UpdateTableRequest, _ call: Call) async throws -> UpdateTableResponse {
        let change = try TableChange(input)
        let address = try validAddress(input.tableName, call)
        let now = clock.now
        let job = incarnations.next()
        let (table, counts) = try await store.write { transaction in
            var table = try transaction.requireKnown(address)
            guard table.state == .active else {
                throw ServiceError.inUse(
                    "Attempt to change a resource which is still in use: Table is being created: \(table.name)")
            }
            try change.apply(to: &table, at: now, job: job, transaction)
            try transaction.save(table)
            return (table, try transaction.counts(of: table))
        }
        jobBell.ring()
        var description = table.description(counts)
        description.tableStatus = .updating
        description.globalSecondaryIndexes = change.marking(description.globalSecondaryIndexes)
        return UpdateTableResponse(tableDescription: description)
    }
}

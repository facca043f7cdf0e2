import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Makes a table. The answer says CREATING, as AWS's does; the table is there by then.
    func createTable(_ input: CreateTableRequest, _ call: Call) async throws -> CreateTableResponse {
        let address = address(input.tableName, call)
        try address.requireNameToMake()
        try address.requireOwn(call)
        let settings = try NewTable(input)
        let policy = try await input.resourcePolicy.asyncMap { try await newPolicy($0, on: address.arn) }
        let now = clock.now
        var table = settings.table(at: address, incarnation: incarnations.next(), id: randomness.uuid(), time: now)
        table.policy = policy
        let made = table
        let viewType = settings.streamViewType
        let saved = try await store.write { transaction in
            guard try !transaction.exists(made.key) else { throw ServiceError.tableExists(made.name) }
            var table = made
            if let viewType { try transaction.beginStream(of: &table, viewType: viewType, at: now) }
            try transaction.save(table)
            return table
        }
        var description = saved.description()
        description.tableStatus = .creating
        if input.warmThroughput == nil { description.warmThroughput = nil }
        description.warmThroughput?.status = .updating
        description.globalSecondaryIndexes = description.globalSecondaryIndexes?.map { index in
            var index = index
            index.indexStatus = .creating
            index.warmThroughput = nil
            return index
        }
        return CreateTableResponse(tableDescription: description)
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Value>(_ change: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await change(self)
    }
}

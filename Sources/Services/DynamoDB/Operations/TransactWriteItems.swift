import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Up to 100 writes, of which all are done or none. Where one cannot be, the error has a reason for each.
    func transactWriteItems(_ input: TransactWriteItemsRequest, _ call: Call) async throws -> TransactWriteItemsResponse
    {
        let actions = try input.transactItems.enumerated().map { number, item in
            try TransactionAction(item, number + 1, accountID: call.accountID, call.region)
        }
        let token = input.clientRequestToken.map {
            TransactionToken(
                accountID: call.accountID, region: call.region, token: $0,
                digest: TransactionAction.digest(of: actions),
                time: clock.now)
        }
        let now = clock.now
        let wanted = input.returnConsumedCapacity
        return try await store.write { transaction in
            try transaction.requireDistinct(actions)
            if let token, try transaction.isRepeated(token, at: now) {
                // What was done is read again, and that is what it costs.
                return TransactWriteItemsResponse(consumedCapacity: try transaction.reading(actions, wanted))
            }
            let outcomes = try transaction.perform(actions, ChangeOrigin(time: changeClock.now))
            if let token { try transaction.save(token) }
            return TransactWriteItemsResponse(
                consumedCapacity: outcomes.consumed(transactional: true, wanted),
                itemCollectionMetrics: outcomes.collections(input.returnItemCollectionMetrics))
        }
    }
}

extension Snapshot {
    fileprivate func reading(
        _ actions: [TransactionAction], _ wanted: ReturnConsumedCapacity?
    ) throws -> [ConsumedCapacity]? {
        try actions.compactMap { action in
            let table = try requireTable(action.write.address)
            guard let key = try? table.key(of: action.write) else { return nil }
            return ConsumedCapacity(readingInTransaction: try item(key)?.size ?? 0, of: table, wanted)
        }.told(wanted)
    }
}

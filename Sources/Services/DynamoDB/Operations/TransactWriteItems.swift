import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Up to 100 writes, of which all are done or none. Where one cannot be, the error has a reason for each.
    func transactWriteItems(_ input: TransactWriteItemsRequest, _ call: Call) async throws -> TransactWriteItemsResponse
    {
        let actions = try input.transactItems.map { try TransactionAction($0, accountID: call.accountID, call.region) }
        let token = input.clientRequestToken.map {
            TransactionToken(
                accountID: call.accountID, region: call.region, token: $0,
                digest: TransactionAction.digest(of: actions),
                time: clock.now)
        }
        let now = clock.now
        let outcomes = try await store.write { transaction in
            if let token, try transaction.isRepeated(token, at: now) { return [ItemWrite.Outcome]() }
            try transaction.requireDistinct(
                actions.map(\.write), else: "Transaction request cannot include multiple operations on one item")
            let outcomes = try transaction.perform(actions, ChangeOrigin(time: now))
            if let token { try transaction.save(token) }
            return outcomes
        }
        return TransactWriteItemsResponse(
            consumedCapacity: outcomes.consumed(transactional: true, input.returnConsumedCapacity),
            itemCollectionMetrics: outcomes.collections(input.returnItemCollectionMetrics))
    }
}

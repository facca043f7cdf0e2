import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Up to 100 statements, of one moment if they read, all or none if they write.
    func executeTransaction(_ input: ExecuteTransactionRequest, _ call: Call) async throws -> ExecuteTransactionResponse
    {
        let statements = try StatementTransaction(input, call)
        let wanted = input.returnConsumedCapacity
        guard !statements.isRead else { return try await store.read { try statements.read($0, wanted) } }
        let now = clock.now
        let token = input.clientRequestToken.map {
            TransactionToken(
                accountID: call.accountID, region: call.region, token: $0, digest: statements.digest, time: now)
        }
        return try await store.write { transaction in
            if let token, try transaction.isRepeated(token, at: now) {
                return ExecuteTransactionResponse(
                    responses: [], consumedCapacity: try statements.repeated(transaction, wanted))
            }
            let outcomes = try statements.write(transaction, ChangeOrigin(time: changeClock.now))
            if let token { try transaction.save(token) }
            let consumed = outcomes.consumed(transactional: true, wanted)?.map { sum in
                var sum = sum
                sum.writeCapacityUnits = sum.capacityUnits
                return sum
            }
            return ExecuteTransactionResponse(responses: [], consumedCapacity: consumed)
        }
    }
}

import DynamoDBModel
import PartiQL
import ServiceKit
import Storage

extension DynamoDB {
    /// One statement of PartiQL: a read, or the write of one item.
    func executeStatement(_ input: ExecuteStatementRequest, _ call: Call) async throws -> ExecuteStatementResponse {
        let bound = try BoundStatement(
            input.statement, input.parameters, accountID: call.accountID, call.region)
        switch bound.statement {
        case .select(let select): return try await self.select(select, bound, input)
        case .exists: throw ServiceError.existsOutsideTransaction
        case .insert, .update, .delete:
            let write = try await store.read { snapshot in
                try StatementWrite(alone: bound, try snapshot.requireTable(bound.address))
            }
            let outcome = try await perform(write, onFailure: input.returnValuesOnConditionCheckFailure)
            return ExecuteStatementResponse(
                items: [outcome.attributes(write.returning)].compactMap(\.self),
                consumedCapacity: ConsumedCapacity(writing: outcome, input.returnConsumedCapacity))
        }
    }

    private func select(
        _ select: SelectStatement, _ bound: BoundStatement, _ input: ExecuteStatementRequest
    ) async throws -> ExecuteStatementResponse {
        let token = try input.nextToken.map {
            try StatementToken(parsing: $0, for: input.statement, bound.parameters)
        }
        return try await store.read { snapshot in
            let selected = try SelectedSource(
                bound, select, isConsistent: input.consistentRead ?? false, try snapshot.requireTable(bound.address))
            let page = try snapshot.page(
                of: selected, limit: input.limit, from: token.map { ($0.read, $0.key) })
            return ExecuteStatementResponse(
                items: try page.items.map { try $0.row(selected.columns) },
                nextToken: page.next.map {
                    StatementToken(input.statement, bound.parameters, read: $0.read, key: $0.key).text
                },
                consumedCapacity: page.consumed(from: selected, input.returnConsumedCapacity),
                lastEvaluatedKey: page.next?.key)
        }
    }

    /// Writes one item, in a commit of its own.
    func perform(
        _ write: StatementWrite, onFailure wanted: ReturnValuesOnConditionCheckFailure?
    ) async throws -> ItemWrite.Outcome {
        do {
            return try await perform(write.write, onFailure: wanted)
        } catch let error as ServiceError where write.isInsert && error.code == ServiceError.conditionFailed.code {
            throw ServiceError.duplicateItem
        }
    }
}

extension ServiceError {
    static let existsOutsideTransaction = validation(
        "EXISTS can only be used in ExecuteTransaction write requests.")
}

import DynamoDBModel
import PartiQL
import ServiceKit
import Storage
import Wire

extension DynamoDB {
    /// Up to 25 statements, all reads or all writes; each has an answer or an error of its own.
    func batchExecuteStatement(
        _ input: BatchExecuteStatementRequest, _ call: Call
    ) async throws -> BatchExecuteStatementResponse {
        var members: [BatchMember] = []
        for request in input.statements { members.append(BatchMember(request, call)) }
        let kinds = Set(members.compactMap { try? $0.bound.get().isRead })
        guard kinds.count < 2 else {
            throw ServiceError.validation(
                "BatchExecuteStatement API does not support both read and write operations in the same request.")
        }
        var answer = BatchExecuteStatementResponse(responses: [])
        var consumed: [ConsumedCapacity] = []
        for member in members {
            let (response, capacity) = try await respond(to: member, input.returnConsumedCapacity)
            answer.responses?.append(response)
            if let capacity { consumed.append(capacity) }
        }
        answer.consumedCapacity = consumed.told(input.returnConsumedCapacity)
        return answer
    }

    private func respond(
        to member: BatchMember, _ wanted: ReturnConsumedCapacity?
    ) async throws -> (BatchStatementResponse, ConsumedCapacity?) {
        // AWS names the table of those that came to it.
        var table: String?
        do {
            let bound = try member.bound.get()
            switch bound.statement {
            case .exists: throw ServiceError.existsOutsideTransaction
            case .select(let select): return try await read(select, bound, member.request, wanted)
            case .insert, .update, .delete:
                let (write, name) = try await store.read { snapshot in
                    let table = try snapshot.requireTable(bound.address)
                    return (try StatementWrite(alone: bound, table), table.name)
                }
                table = name
                let outcome = try await perform(write, onFailure: member.request.returnValuesOnConditionCheckFailure)
                return (
                    BatchStatementResponse(tableName: table, item: outcome.attributes(write.returning)),
                    ConsumedCapacity(writing: outcome, wanted)
                )
            }
        } catch let error as ServiceError {
            guard let told = BatchStatementError(error) else { throw error }
            return (BatchStatementResponse(error: told, tableName: table), nil)
        }
    }

    private func read(
        _ select: SelectStatement, _ bound: BoundStatement, _ request: BatchStatementRequest,
        _ wanted: ReturnConsumedCapacity?
    ) async throws -> (BatchStatementResponse, ConsumedCapacity?) {
        try await store.read { snapshot in
            let table = try snapshot.requireTable(bound.address)
            _ = try ItemSource(table, select.source)
            let read = try SingleRead(select, bound, table, in: "BatchExecuteStatement")
            let found = try snapshot.item(try table.key(given: read.key))
            return (
                BatchStatementResponse(tableName: table.name, item: try found.map { try $0.row(read.columns) }),
                ConsumedCapacity(
                    reading: found?.size ?? 0, of: table, consistent: request.consistentRead == true, wanted)
            )
        }
    }
}

private struct BatchMember: Sendable {
    let request: BatchStatementRequest
    let bound: Result<BoundStatement, ServiceError>

    init(_ request: BatchStatementRequest, _ call: Call) {
        self.request = request
        bound = Result { () throws(ServiceError) -> BoundStatement in
            if let fault = request.parameterFault { throw .validation(fault) }
            return try BoundStatement(
                request.statement, request.parameters, accountID: call.accountID, call.region)
        }
    }
}

extension BatchStatementError {
    /// Nil for an error that is not the statement's.
    fileprivate init?(_ error: ServiceError) {
        guard let code = Self.codes[error.code] else { return nil }
        let item = error.documents.first { $0.key == "Item" }
        self.init(
            code: code, message: error.message, item: item.map { ItemJSON(bytes: $0.value.serialized()) })
    }

    private static let codes: [String: BatchStatementErrorCodeEnum] = [
        "ValidationException": .validationError, "ResourceNotFoundException": .resourceNotFound,
        "ConditionalCheckFailedException": .conditionalCheckFailed, "DuplicateItemException": .duplicateItem,
        "ItemCollectionSizeLimitExceededException": .itemCollectionSizeLimitExceeded,
        "TransactionConflictException": .transactionConflict,
        "ProvisionedThroughputExceededException": .provisionedThroughputExceeded,
        "RequestLimitExceeded": .requestLimitExceeded, "ThrottlingException": .throttlingError,
    ]
}

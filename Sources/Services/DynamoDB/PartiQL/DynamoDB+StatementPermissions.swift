import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit
import Storage

/// Statements need `PartiQLSelect`, `PartiQLInsert`, `PartiQLUpdate` and `PartiQLDelete` on what they name.
extension DynamoDB {
    func permissions(_ input: ExecuteStatementRequest, _ call: Call) async throws -> [Permission] {
        try await permissions([(input.statement, input.parameters)], .executeStatement, call)
    }

    func permissions(_ input: BatchExecuteStatementRequest, _ call: Call) async throws -> [Permission] {
        try await permissions(
            input.statements.map { ($0.statement, $0.parameters) }, .batchExecuteStatement, call)
    }

    func permissions(_ input: ExecuteTransactionRequest, _ call: Call) async throws -> [Permission] {
        try await permissions(
            input.transactStatements.map { ($0.statement, $0.parameters) }, .executeTransaction, call)
    }

    /// What is not well formed needs nothing: it does nothing, and says so after this.
    private func permissions(
        _ statements: [(text: String, parameters: [AttributeValue]?)], _ operation: StatementOperation, _ call: Call
    ) async throws -> [Permission] {
        var permissions: [Permission] = []
        for (text, parameters) in statements {
            guard
                let bound = try? BoundStatement(text, parameters, accountID: call.accountID, call.region)
            else { continue }
            let table = try await store.read { try $0.table(bound.address) }
            var conditions = table.map { ItemConditions(bound, $0, operation) } ?? ItemConditions()
            if operation == .executeTransaction { conditions.enclosingOperation = operation.rawValue }
            let index = bound.statement.source.index
            permissions.append(
                TableFacts.permission(
                    bound.statement.action, on: bound.address.arn + (index.map { "/index/" + $0 } ?? ""),
                    bound.address, table.map(TableFacts.init), finder: conditions))
        }
        return permissions
    }
}

private enum StatementOperation: String {
    case executeStatement = "ExecuteStatement"
    case batchExecuteStatement = "BatchExecuteStatement"
    case executeTransaction = "ExecuteTransaction"
}

extension Statement {
    fileprivate var action: String {
        switch self {
        case .select, .exists: "dynamodb:PartiQLSelect"
        case .insert: "dynamodb:PartiQLInsert"
        case .update: "dynamodb:PartiQLUpdate"
        case .delete: "dynamodb:PartiQLDelete"
        }
    }
}

extension ItemConditions {
    /// Of a statement that will be refused, which is not known to keep to any partition or attribute. Without a value,
    /// a condition on all values would hold.
    private static let unknown = ["\u{0}unknown\u{0}"]

    fileprivate init(_ bound: BoundStatement, _ table: Table, _ operation: StatementOperation) {
        switch bound.statement {
        case .select(let select):
            let partitions = try? bound.partitions(select, table, operation)
            // Who forbids full table scans means each read that is not known to be none.
            isFullTableScan = partitions.map { $0 == .all } ?? true
            self.select = select.columns == nil ? .allAttributes : .specificAttributes
            leadingKeys = {
                switch partitions {
                case .some(.all): []
                case .some(.only(let values)): values.map(\.policyText).complete ?? Self.unknown
                case nil: Self.unknown
                }
            }
            attributes = {
                (select.columns ?? []).map(\.head) + (select.condition?.attributes ?? [])
                    + select.order.map(\.attribute)
            }
        case .insert, .update, .delete, .exists:
            returnValues = bound.statement.returning?.returnValue
            leadingKeys = {
                guard let item = bound.write(table)?.action.keyed else { return Self.unknown }
                return table.keys.hash.map { item[$0.name]?.policyText }.complete ?? Self.unknown
            }
            attributes = { bound.write(table)?.attributes ?? Self.unknown }
        }
    }
}

/// The partitions that a SELECT reads.
private enum ReadPartitions: Equatable {
    /// By a scan.
    case all
    case only([AttributeValue])
}

extension BoundStatement {
    /// - Throws: where the operation will refuse the statement, too.
    fileprivate func partitions(
        _ select: SelectStatement, _ table: Table, _ operation: StatementOperation
    ) throws -> ReadPartitions {
        guard operation == .executeStatement else {
            let read = try SingleRead(select, self, table, in: operation.rawValue)
            return .only(table.keys.hash.compactMap { read.key[$0.name] })
        }
        let plan = try SelectPlan(select, try ItemSource(table, select.source), parameters)
        return plan.reads.map { .only($0.map(\.partition)) } ?? .all
    }

    fileprivate func write(_ table: Table) -> ItemWrite? { try? StatementWrite(self, table).write }
}

extension [String?] {
    /// Nil where one is missing.
    fileprivate var complete: [String]? {
        let known = compactMap(\.self)
        return known.count == count ? known : nil
    }
}

extension ItemWrite {
    fileprivate var attributes: [String] {
        var paths = condition?.paths ?? []
        if case .update(_, let update) = action { paths += update?.paths ?? [] }
        return action.keyed.entries.map(\.name) + paths.map(\.head)
    }
}

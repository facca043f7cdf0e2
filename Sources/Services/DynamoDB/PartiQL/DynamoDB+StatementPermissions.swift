import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit
import Storage

/// Statements need `PartiQLSelect`, `PartiQLInsert`, `PartiQLUpdate` and `PartiQLDelete` on what they name.
extension DynamoDB {
    func permissions(_ input: ExecuteStatementRequest, _ call: Call) async throws -> [Permission] {
        try await permissions([(input.statement, input.parameters)], within: nil, call)
    }

    func permissions(_ input: BatchExecuteStatementRequest, _ call: Call) async throws -> [Permission] {
        try await permissions(input.statements.map { ($0.statement, $0.parameters) }, within: nil, call)
    }

    func permissions(_ input: ExecuteTransactionRequest, _ call: Call) async throws -> [Permission] {
        try await permissions(
            input.transactStatements.map { ($0.statement, $0.parameters) }, within: "ExecuteTransaction", call)
    }

    /// What is not well formed needs nothing: it does nothing, and says so after this.
    private func permissions(
        _ statements: [(text: String, parameters: [AttributeValue]?)], within operation: String?, _ call: Call
    ) async throws -> [Permission] {
        var permissions: [Permission] = []
        for (text, parameters) in statements {
            guard
                let bound = try? BoundStatement(text, parameters, accountID: call.accountID, call.region)
            else { continue }
            let table = try await store.read { try $0.table(bound.address) }
            var conditions = table.map { ItemConditions(bound, $0) } ?? ItemConditions()
            conditions.enclosingOperation = operation
            let index = bound.statement.source.index
            permissions.append(
                TableFacts.permission(
                    bound.statement.action, on: bound.address.arn + (index.map { "/index/" + $0 } ?? ""),
                    bound.address, table.map(TableFacts.init), finder: conditions))
        }
        return permissions
    }
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

/// Values of condition keys; of a statement that will be refused, what can be said of it.
extension ItemConditions {
    fileprivate init(_ bound: BoundStatement, _ table: Table) {
        switch bound.statement {
        case .select(let select):
            // Who forbids full table scans means each read that is not known to be none.
            isFullTableScan = bound.plan(select, table)?.isScan ?? true
            self.select = select.columns == nil ? .allAttributes : .specificAttributes
            leadingKeys = { bound.plan(select, table)?.reads?.compactMap(\.partition.policyText) ?? [] }
            attributes = { (select.columns ?? []).map(\.head) + (select.condition?.attributes ?? []) }
        case .insert, .update, .delete, .exists:
            returnValues = bound.statement.returning?.returnValue
            leadingKeys = {
                guard let item = bound.write(table)?.action.keyed else { return [] }
                return table.keys.hash.compactMap { item[$0.name]?.policyText }
            }
            attributes = { bound.write(table)?.attributes ?? [] }
        }
    }
}

extension BoundStatement {
    fileprivate func plan(_ select: SelectStatement, _ table: Table) -> SelectPlan? {
        guard let source = try? ItemSource(table, select.source) else { return nil }
        return try? SelectPlan(select, source, parameters)
    }

    fileprivate func write(_ table: Table) -> ItemWrite? { try? StatementWrite(self, table).write }
}

extension ItemWrite {
    fileprivate var attributes: [String] {
        var paths = condition?.paths ?? []
        if case .update(_, let update) = action { paths += update?.paths ?? [] }
        return action.keyed.entries.map(\.name) + paths.map(\.head)
    }
}

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
            let index = bound.statement.source.index
            var permission = try await permission(
                bound.statement.action, on: bound.address.arn + (index.map { "/index/" + $0 } ?? ""))
            let table = try await store.read { try $0.table(bound.address) }
            var conditions = table.map(bound.conditions) ?? [:]
            if let operation { conditions["dynamodb:EnclosingOperation"] = [operation] }
            permission.context.merge(conditions) { _, new in new }
            permissions.append(permission)
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

extension BoundStatement {
    /// Values of condition keys; of a statement that will be refused, what can be said of it.
    fileprivate func conditions(_ table: Table) -> [String: [String]] {
        var values = StatementConditions()
        switch statement {
        case .select(let select): values = conditions(of: select, table)
        case .insert, .update, .delete, .exists: values = conditionsOfWrite(table)
        }
        var conditions: [String: [String]] = [:]
        if !values.leadingKeys.isEmpty { conditions["dynamodb:LeadingKeys"] = values.leadingKeys }
        if !values.attributes.isEmpty { conditions["dynamodb:Attributes"] = Set(values.attributes).sorted() }
        if let isFullTableScan = values.isFullTableScan {
            conditions["dynamodb:FullTableScan"] = [isFullTableScan ? "true" : "false"]
        }
        if let select = values.select { conditions["dynamodb:Select"] = [select.rawValue] }
        if let returned = statement.returning?.returnValue { conditions["dynamodb:ReturnValues"] = [returned.rawValue] }
        return conditions
    }

    private func conditions(of select: SelectStatement, _ table: Table) -> StatementConditions {
        var values = StatementConditions()
        values.select = select.columns == nil ? .allAttributes : .specificAttributes
        values.attributes = (select.columns ?? []).map(\.head) + (select.condition?.attributes ?? [])
        guard let source = try? ItemSource(table, select.source),
            let plan = try? SelectPlan(select, source, parameters)
        else { return values }
        values.isFullTableScan = plan.isScan
        values.leadingKeys = plan.reads?.compactMap(\.partition.policyText) ?? []
        return values
    }

    private func conditionsOfWrite(_ table: Table) -> StatementConditions {
        var values = StatementConditions()
        guard let write = try? StatementWrite(self, table).write else { return values }
        let named: AttributeMap
        switch write.action {
        case .put(let item): named = item
        case .update(let key, let update):
            named = key
            values.attributes = update?.paths.map(\.head) ?? []
        case .delete(let key), .check(let key): named = key
        }
        values.attributes += named.entries.map(\.name) + (write.condition?.paths.map(\.head) ?? [])
        values.leadingKeys = table.keys.hash.compactMap { named[$0.name]?.policyText }
        return values
    }
}

private struct StatementConditions {
    var leadingKeys: [String] = []
    var attributes: [String] = []
    var select: Select?
    var isFullTableScan: Bool?
}

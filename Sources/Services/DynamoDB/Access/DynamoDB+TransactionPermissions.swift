import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

/// Transactions need what each of their actions needs alone, told by `dynamodb:EnclosingOperation`.
extension DynamoDB {
    func permissions(_ input: TransactGetItemsRequest, _ call: Call) async throws -> [Permission] {
        let gets = Dictionary(grouping: input.transactItems.map(\.get)) { $0.tableName }
        var permissions: [Permission] = []
        for (table, gets) in gets.sorted(by: { $0.key < $1.key }) {
            permissions.append(
                try await onTable("dynamodb:GetItem", table, call) { facts in
                    var conditions = ItemConditions()
                    conditions.leadingKeys = { facts?.leadingKeys(gets.map(\.key)) ?? [] }
                    conditions.attributes = { gets.flatMap(Self.attributes) }
                    conditions.select =
                        gets.contains { $0.projectionExpression == nil } ? .allAttributes : .specificAttributes
                    conditions.enclosingOperation = "TransactGetItems"
                    return conditions
                })
        }
        return permissions
    }

    private static func attributes(_ get: Get) -> [String] {
        names(get.key)
            + names(
                (try? ReadExpressions(get.projectionExpression, get.expressionAttributeNames, nil))?.projection?.paths)
    }

    func permissions(_ input: TransactWriteItemsRequest, _ call: Call) async throws -> [Permission] {
        let actions = input.transactItems.flatMap(\.needs)
        var permissions: [Permission] = []
        for (_, actions) in Dictionary(grouping: actions, by: { $0.action + " " + $0.table })
            .sorted(by: { $0.key < $1.key })
        {
            guard let first = actions.first else { continue }
            permissions.append(
                try await onTable(first.action, first.table, call) { facts in
                    var conditions = ItemConditions()
                    conditions.leadingKeys = { facts?.leadingKeys(actions.map(\.key)) ?? [] }
                    conditions.attributes = { actions.flatMap { names($0.key) + names($0.expressions()) } }
                    if actions.contains(where: \.tellsItem) { conditions.returnValues = .allOld }
                    conditions.enclosingOperation = "TransactWriteItems"
                    return conditions
                })
        }
        return permissions
    }
}

private struct TransactionNeed: Sendable {
    var action: String
    var table: String
    /// Or the item.
    var key: AttributeMap
    /// Where its condition fails.
    var tellsItem: Bool
    var expressions: @Sendable () -> WriteExpressions?
}

extension TransactWriteItem {
    fileprivate var needs: [TransactionNeed] {
        [
            put.map { put in
                TransactionNeed(
                    action: "dynamodb:PutItem", table: put.tableName, key: put.item,
                    tellsItem: put.returnValuesOnConditionCheckFailure == .allOld
                ) {
                    try? WriteExpressions(
                        condition: put.conditionExpression, names: put.expressionAttributeNames,
                        values: put.expressionAttributeValues)
                }
            },
            update.map { update in
                TransactionNeed(
                    action: "dynamodb:UpdateItem", table: update.tableName, key: update.key,
                    tellsItem: update.returnValuesOnConditionCheckFailure == .allOld
                ) {
                    try? WriteExpressions(
                        update: update.updateExpression, condition: update.conditionExpression,
                        names: update.expressionAttributeNames, values: update.expressionAttributeValues)
                }
            },
            delete.map { delete in
                TransactionNeed(
                    action: "dynamodb:DeleteItem", table: delete.tableName, key: delete.key,
                    tellsItem: delete.returnValuesOnConditionCheckFailure == .allOld
                ) {
                    try? WriteExpressions(
                        condition: delete.conditionExpression, names: delete.expressionAttributeNames,
                        values: delete.expressionAttributeValues)
                }
            },
            conditionCheck.map { check in
                TransactionNeed(
                    action: "dynamodb:ConditionCheckItem", table: check.tableName, key: check.key,
                    tellsItem: check.returnValuesOnConditionCheckFailure == .allOld
                ) {
                    try? WriteExpressions(
                        condition: check.conditionExpression, names: check.expressionAttributeNames,
                        values: check.expressionAttributeValues)
                }
            },
        ].compactMap(\.self)
    }
}

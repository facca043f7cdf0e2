import DynamoDBModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension DynamoDB {
    package var operations: [Operation] {
        tableOperations + itemOperations + statementOperations + accountOperations
    }

    private var tableOperations: [Operation] {
        [
            signed(createTable, allows: "dynamodb:CreateTable", on: { table($0.tableName, $1) }),
            signed(describeTable, allows: "dynamodb:DescribeTable", on: { table($0.tableName, $1) }),
            signed(deleteTable, allows: "dynamodb:DeleteTable", on: { table($0.tableName, $1) }),
            signed(listTables, allows: "dynamodb:ListTables", on: { _, _ in "*" }),
            signed(describeTimeToLive, allows: "dynamodb:DescribeTimeToLive", on: { table($0.tableName, $1) }),
            signed(updateTimeToLive, allows: "dynamodb:UpdateTimeToLive", on: { table($0.tableName, $1) }),
            signed(tagResource, allows: "dynamodb:TagResource", on: { input, _ in input.resourceArn }),
            signed(untagResource, allows: "dynamodb:UntagResource", on: { input, _ in input.resourceArn }),
            signed(listTagsOfResource, allows: "dynamodb:ListTagsOfResource", on: { input, _ in input.resourceArn }),
        ]
    }

    private var itemOperations: [Operation] {
        [
            signed(putItem, allows: "dynamodb:PutItem", on: { table($0.tableName, $1) }),
            signed(getItem, allows: "dynamodb:GetItem", on: { table($0.tableName, $1) }),
            signed(updateItem, allows: "dynamodb:UpdateItem", on: { table($0.tableName, $1) }),
            signed(deleteItem, allows: "dynamodb:DeleteItem", on: { table($0.tableName, $1) }),
            signed(query, allows: "dynamodb:Query", on: { table($0.tableName, index: $0.indexName, $1) }),
            signed(scan, allows: "dynamodb:Scan", on: { table($0.tableName, index: $0.indexName, $1) }),
            signed(
                batchGetItem,
                needs: { input, call in
                    try await permissions("dynamodb:BatchGetItem", input.requestItems.keys, call)
                }),
            signed(
                batchWriteItem,
                needs: { input, call in
                    try await permissions("dynamodb:BatchWriteItem", input.requestItems.keys, call)
                }, bodyLimit: 16 << 20),
            signed(
                transactGetItems,
                needs: { input, call in
                    try await permissions("dynamodb:GetItem", Set(input.transactItems.map(\.get.tableName)), call)
                }),
            signed(
                transactWriteItems,
                needs: { input, call in
                    let items = input.transactItems
                    return try await permissions("dynamodb:PutItem", Set(items.compactMap(\.put?.tableName)), call)
                        + permissions("dynamodb:UpdateItem", Set(items.compactMap(\.update?.tableName)), call)
                        + permissions("dynamodb:DeleteItem", Set(items.compactMap(\.delete?.tableName)), call)
                        + permissions(
                            "dynamodb:ConditionCheckItem", Set(items.compactMap(\.conditionCheck?.tableName)), call)
                }, bodyLimit: 8 << 20),
        ]
    }

    private var statementOperations: [Operation] {
        [
            signed(executeStatement, needs: { try await permissions($0, $1) }),
            signed(batchExecuteStatement, needs: { try await permissions($0, $1) }, bodyLimit: 16 << 20),
            signed(executeTransaction, needs: { try await permissions($0, $1) }, bodyLimit: 8 << 20),
        ]
    }

    private var accountOperations: [Operation] {
        [
            signed(describeLimits, allows: "dynamodb:DescribeLimits", on: { _, _ in "*" }),
            signed(describeEndpoints, allows: "dynamodb:DescribeEndpoints", on: { _, _ in "*" }),
        ]
    }

    /// The ARN of what a request names.
    private func table(_ name: String, index: String? = nil, _ call: Call) -> String {
        address(name, call).arn + (index.map { "/index/" + $0 } ?? "")
    }

    /// One for each table.
    private func permissions(
        _ action: String, _ names: some Collection<String>, _ call: Call
    ) async throws -> [Permission] {
        var permissions: [Permission] = []
        for name in names.sorted() { permissions.append(try await permission(action, on: table(name, call))) }
        return permissions
    }
}

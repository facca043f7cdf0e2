import DynamoDBModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension DynamoDB {
    package var operations: [Operation] {
        tableOperations + itemOperations + batchOperations + statementOperations + backupOperations
            + transferOperations + resourceOperations
            + accountOperations
    }

    private var tableOperations: [Operation] {
        [
            signed(
                createTable,
                needs: { input, call in
                    let address = address(input.tableName, call)
                    let tags = RequestedTags(input.tags.map(Self.dictionary))
                    var needs = [
                        Permission("dynamodb:CreateTable", on: address.arn, context: tags.conditionKeys)
                    ]
                    if input.tags?.isEmpty == false {
                        needs.append(
                            Permission("dynamodb:TagResource", on: address.arn, context: tags.conditionKeys))
                    }
                    if input.resourcePolicy != nil {
                        needs.append(Permission("dynamodb:PutResourcePolicy", on: address.arn))
                    }
                    return needs
                }),
            signed(describeTable, needs: { [try await onTable("dynamodb:DescribeTable", $0.tableName, $1)] }),
            signed(updateTable, needs: { [try await onTable("dynamodb:UpdateTable", $0.tableName, $1)] }),
            signed(deleteTable, needs: { [try await onTable("dynamodb:DeleteTable", $0.tableName, $1)] }),
            signed(listTables, allows: "dynamodb:ListTables", on: { _, _ in "*" }),
            signed(describeTimeToLive, needs: { [try await onTable("dynamodb:DescribeTimeToLive", $0.tableName, $1)] }),
            signed(updateTimeToLive, needs: { [try await onTable("dynamodb:UpdateTimeToLive", $0.tableName, $1)] }),
            signed(
                describeContributorInsights,
                needs: {
                    [try await onTable("dynamodb:DescribeContributorInsights", $0.tableName, index: $0.indexName, $1)]
                }),
            signed(listContributorInsights, allows: "dynamodb:ListContributorInsights", on: { _, _ in "*" }),
        ]
    }

    private var itemOperations: [Operation] {
        [
            signed(
                putItem,
                needs: { input, call in
                    [
                        try await onTable("dynamodb:PutItem", input.tableName, call) { ItemConditions(input, $0) }
                    ]
                }),
            signed(getItem, needs: { [try await permission(toGet: $0, $1)] }),
            signed(
                updateItem,
                needs: { input, call in
                    [
                        try await onTable("dynamodb:UpdateItem", input.tableName, call) { ItemConditions(input, $0) }
                    ]
                }),
            signed(
                deleteItem,
                needs: { input, call in
                    [
                        try await onTable("dynamodb:DeleteItem", input.tableName, call) { ItemConditions(input, $0) }
                    ]
                }),
            signed(
                query,
                needs: { input, call in
                    [
                        try await onTable("dynamodb:Query", input.tableName, index: input.indexName, call) {
                            ItemConditions(input, $0)
                        }
                    ]
                }),
            signed(
                scan,
                needs: { input, call in
                    [
                        try await onTable("dynamodb:Scan", input.tableName, index: input.indexName, call) {
                            ItemConditions(input, $0)
                        }
                    ]
                }),
        ]
    }

    private var batchOperations: [Operation] {
        [
            signed(
                batchGetItem,
                needs: { input, call in
                    var needs: [Permission] = []
                    for (name, wanted) in input.requestItems.sorted(by: { $0.key < $1.key }) {
                        needs.append(
                            try await onTable("dynamodb:BatchGetItem", name, call) {
                                ItemConditions(wanted, $0, input.returnConsumedCapacity)
                            })
                    }
                    return needs
                }),
            signed(
                batchWriteItem,
                needs: { input, call in
                    var needs: [Permission] = []
                    for (name, requests) in input.requestItems.sorted(by: { $0.key < $1.key }) {
                        needs.append(
                            try await onTable("dynamodb:BatchWriteItem", name, call) {
                                ItemConditions(requests, $0, input.returnConsumedCapacity)
                            })
                    }
                    return needs
                }, bodyLimit: 16 << 20),
            signed(transactGetItems, needs: { try await permissions($0, $1) }),
            signed(transactWriteItems, needs: { try await permissions($0, $1) }, bodyLimit: 8 << 20),
        ]
    }

    private var resourceOperations: [Operation] {
        [
            signed(
                tagResource,
                needs: { input, call in
                    let tags = RequestedTags(Self.dictionary(input.tags))
                    return [try await onResource("dynamodb:TagResource", input.resourceArn, call, tags)]
                }),
            signed(
                untagResource,
                needs: { input, call in
                    let tags = RequestedTags(removing: input.tagKeys)
                    return [try await onResource("dynamodb:UntagResource", input.resourceArn, call, tags)]
                }),
            signed(
                listTagsOfResource,
                needs: { [try await onResource("dynamodb:ListTagsOfResource", $0.resourceArn, $1)] }),
            signed(
                putResourcePolicy, needs: { [try await onResource("dynamodb:PutResourcePolicy", $0.resourceArn, $1)] }),
            signed(
                getResourcePolicy, needs: { [try await onResource("dynamodb:GetResourcePolicy", $0.resourceArn, $1)] }),
            signed(
                deleteResourcePolicy,
                needs: { [try await onResource("dynamodb:DeleteResourcePolicy", $0.resourceArn, $1)] }),
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

    static func dictionary(_ tags: [Tag]) -> [String: String] {
        Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
    }
}

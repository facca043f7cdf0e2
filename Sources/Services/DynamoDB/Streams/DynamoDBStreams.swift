import DynamoDBStreamsModel
import ServiceKit
import Storage
import Wire

/// DynamoDB Streams: the changes of tables, read in order for a day.
package struct DynamoDBStreams: Service {
    package let model = ServiceModel.dynamoDBStreams

    let store: any KeyValueStore
    let clock: any Clock

    package init(_ dynamoDB: DynamoDB) {
        store = dynamoDB.store
        clock = dynamoDB.clock
    }

    package var operations: [Operation] {
        [
            signed(
                listStreams, allows: "dynamodb:ListStreams",
                on: { input, call in
                    TableAddress(input.tableName ?? "*", accountID: call.accountID, region: call.region).arn
                        + "/stream/*"
                }),
            signed(describeStream, needs: { try await permission("dynamodb:DescribeStream", $0.streamArn, $1) }),
            signed(getShardIterator, needs: { try await permission("dynamodb:GetShardIterator", $0.streamArn, $1) }),
            signed(
                getRecords,
                needs: { input, call in
                    let arn = ShardIterator(input.shardIterator)?.streamARN ?? "*"
                    return try await permission("dynamodb:GetRecords", arn, call)
                }),
        ]
    }

    private func permission(_ action: String, _ arn: String, _ call: Call) async throws -> [Permission] {
        guard let address = TableAddress(arn: arn) else { return [Permission(action, on: arn)] }
        try address.requireRegion(of: call)
        let facts = try await store.read { snapshot in try snapshot.table(address).map(TableFacts.init) }
        return [TableFacts.permission(action, on: arn, address, facts, isStream: true)]
    }
}

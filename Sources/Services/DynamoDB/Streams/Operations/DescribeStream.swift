import DynamoDBStreamsModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDBStreams {
    func describeStream(_ input: DescribeStreamRequest, _ call: Call) async throws -> DescribeStreamResponse {
        let stream = try await store.read { snapshot in try snapshot.requireStream(input.streamArn) }
        if let start = input.exclusiveStartShardId, start != stream.shardID {
            throw ServiceError.shardNotFound(stream)
        }
        // The only shard has no parent, whose children a filter could ask for.
        let isShown = input.exclusiveStartShardId == nil && input.shardFilter?.shardId == nil
        return DescribeStreamResponse(streamDescription: stream.description(shards: isShown ? [stream.shard] : []))
    }
}

extension TableStream {
    fileprivate func description(shards: [Shard]) -> StreamDescription {
        StreamDescription(
            streamArn: arn, streamLabel: label, streamStatus: endedAt == nil ? .enabled : .disabled,
            streamViewType: .init(rawValue: viewType), creationRequestDateTime: createdAt, tableName: tableName,
            keySchema: schema.hash.map { .init(attributeName: $0.name, keyType: .hash) }
                + schema.range.map { .init(attributeName: $0.name, keyType: .range) },
            shards: shards)
    }

    fileprivate var shard: Shard {
        Shard(
            shardId: shardID,
            sequenceNumberRange: SequenceNumberRange(
                startingSequenceNumber: SequenceNumber.text(first),
                endingSequenceNumber: last.map { SequenceNumber.text(max($0, first)) }))
    }
}

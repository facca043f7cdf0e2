import DynamoDBStreamsModel
import ServiceKit
import Storage

extension DynamoDBStreams {
    func getShardIterator(_ input: GetShardIteratorRequest, _ call: Call) async throws -> GetShardIteratorResponse {
        let now = clock.now
        let iterator = try await store.read { snapshot in
            let stream = try snapshot.requireStream(input.streamArn)
            guard input.shardId == stream.shardID else { throw ServiceError.shardNotFound(stream) }
            let horizon = try snapshot.horizon(of: stream, at: now)
            let end = try snapshot.end(of: stream)
            let position: UInt64
            switch input.shardIteratorType {
            case .trimHorizon: position = horizon
            case .latest: position = end
            default:
                let given = try input.position(in: stream)
                guard given >= horizon else { throw ServiceError.trimmedData }
                position = input.shardIteratorType == .afterSequenceNumber ? SequenceNumber.following(given) : given
            }
            return ShardIterator(stream, at: position, givenAt: now)
        }
        return GetShardIteratorResponse(shardIterator: iterator.text)
    }
}

extension GetShardIteratorRequest {
    fileprivate func position(in stream: TableStream) throws -> UInt64 {
        guard let sequenceNumber else {
            throw ServiceError.validation(
                "SequenceNumber must be specified when ShardIteratorType is \(shardIteratorType.rawValue)")
        }
        guard let position = SequenceNumber.position(sequenceNumber) else {
            throw ServiceError.validation("Invalid SequenceNumber: \(sequenceNumber)")
        }
        return position
    }
}

import DynamoDBStreamsModel
import ServiceKit
import Storage
import Wire

extension DynamoDBStreams: ReadsChangeStreams {
    package func changes(of streamARN: String, after last: String?, limit: Int) async throws -> ChangePage {
        let now = clock.now
        let (page, isOver, shardID) = try await store.read { snapshot in
            let stream = try snapshot.requireStream(streamARN)
            let horizon = try snapshot.horizon(of: stream, at: now)
            let place = last.flatMap(SequenceNumber.position).map(SequenceNumber.following) ?? horizon
            guard place >= horizon else { throw ServiceError.trimmedData }
            let page = try snapshot.changes(of: stream, from: place, limit: limit)
            return (page.records, stream.last.map { page.next > $0 } ?? false, stream.shardID)
        }
        let document = GetRecordsResponse(records: page).encode(GetRecordsRequest.operation, requestID: "")
        return ChangePage(
            records: try JSONValue(parsing: document.body, maximumDepth: 256)["Records"]?.array ?? [],
            lastSequenceNumber: page.last?.dynamodb?.sequenceNumber ?? last, isOver: isOver,
            shardID: shardID)
    }

    package func lastChange(of streamARN: String) async throws -> String? {
        let end = try await store.read { snapshot in try snapshot.end(of: try snapshot.requireStream(streamARN)) }
        return end == 0 ? nil : SequenceNumber.text(end - 1)
    }
}

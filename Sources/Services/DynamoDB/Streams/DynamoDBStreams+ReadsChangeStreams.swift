import DynamoDBStreamsModel
import ServiceKit
import Storage
import Wire

extension DynamoDBStreams: ReadsChangeStreams {
    package func changes(of streamARN: String, after last: String?, limit: Int) async throws -> ChangePage {
        let now = clock.now
        let (page, isOver) = try await store.read { snapshot in
            let stream = try snapshot.requireStream(streamARN)
            let horizon = try snapshot.horizon(of: stream, at: now)
            let place = last.flatMap(SequenceNumber.position).map(SequenceNumber.following) ?? horizon
            guard place >= horizon else { throw ServiceError.trimmedData }
            let page = try snapshot.changes(of: stream, from: place, limit: limit)
            return (page.records, stream.last.map { page.next > $0 } ?? false)
        }
        let document = GetRecordsResponse(records: page).encode(GetRecordsRequest.operation, requestID: "")
        return ChangePage(
            records: try JSONValue(parsing: document.body, maximumDepth: 256)["Records"]?.array ?? [],
            lastSequenceNumber: page.last?.dynamodb?.sequenceNumber ?? last, isOver: isOver)
    }
}

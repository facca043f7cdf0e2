import DynamoDBModel
import DynamoDBStreamsModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDBStreams {
    private static let most = 1000

    /// The next changes, up to a thousand or a megabyte. Of a stream that ended, the last page has no iterator.
    func getRecords(_ input: GetRecordsRequest, _ call: Call) async throws -> GetRecordsResponse {
        let now = clock.now
        let iterator = try ShardIterator.read(input.shardIterator, at: now)
        let limit = input.limit ?? Self.most
        return try await store.read { snapshot in
            let stream = try snapshot.requireStream(iterator.streamARN)
            guard iterator.shardID == stream.shardID else { throw ServiceError.shardNotFound(stream) }
            guard try iterator.position >= snapshot.horizon(of: stream, at: now) else { throw ServiceError.trimmedData }
            let page = try snapshot.changes(of: stream, from: iterator.position, limit: limit)
            let isOver = stream.last.map { page.next > $0 } ?? false
            return GetRecordsResponse(
                records: page.records,
                nextShardIterator: isOver ? nil : ShardIterator(stream, at: page.next, givenAt: now).text)
        }
    }
}

extension Snapshot {
    private var mostBytes: Int { 1 << 20 }

    /// Changes from a place on, and the place behind them.
    func changes(
        of stream: TableStream, from position: UInt64, limit: Int
    ) throws -> (records: [ChangeRecord], next: UInt64) {
        let rows = ChangeLog.rows(stream.incarnation)
        let page = try scan(
            ScanRange(
                from: rows.number(position).bytes, to: rows.number(try end(of: stream)).bytes, maxEntries: limit,
                maxBytes: mostBytes))
        let records = try page.entries.map { row in
            try ChangeRecord(try ItemChange(stored: row.value), at: try ChangeLog.position(of: row.key), of: stream)
        }
        return (records, try page.entries.last.map { try ChangeLog.position(of: $0.key) + 1 } ?? position)
    }
}

extension ChangeRecord {
    /// As the stream's view has it.
    init(_ change: ItemChange, at position: UInt64, of stream: TableStream) throws {
        let some = change.new ?? change.old
        let item = try some?.attributes() ?? AttributeMap()
        let keys = AttributeMap(stream.schema.names.compactMap { name in item[name].map { (name, $0) } })
        let view = DynamoDBStreamsModel.StreamViewType(rawValue: stream.viewType)
        let old = view == .oldImage || view == .newAndOldImages ? change.old : nil
        let new = view == .newImage || view == .newAndOldImages ? change.new : nil
        self.init(
            eventID: stream.eventID(position),
            eventName: change.old == nil ? .insert : change.new == nil ? .remove : .modify,
            eventVersion: "1.1", eventSource: "aws:dynamodb", awsRegion: stream.region,
            dynamodb: StreamRecord(
                approximateCreationDateTime: Date(
                    timeIntervalSince1970: change.origin.time.timeIntervalSince1970.rounded(.down)),
                keys: ItemJSON(keys), newImage: new?.answered, oldImage: old?.answered,
                sequenceNumber: SequenceNumber.text(position),
                sizeBytes: keys.storedBytes + (old?.size ?? 0) + (new?.size ?? 0), streamViewType: view),
            userIdentity: change.origin.isTimeToLive
                ? Identity(principalId: "dynamodb.amazonaws.com", type: "Service") : nil)
    }
}

extension TableStream {
    /// 32 digits, the same whenever the change is read.
    fileprivate func eventID(_ position: UInt64) -> String {
        [incarnation, position].map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

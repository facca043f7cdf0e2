import DynamoDBModel
import DynamoDBStreamsModel
import FoundationEssentials
import ServiceKit
import Storage

extension DynamoDBStreams {
    private static let most = 1000
    private static let mostBytes = 1 << 20

    /// The next changes, up to a thousand or a megabyte. Of a stream that ended, the last page has no iterator.
    func getRecords(_ input: GetRecordsRequest, _ call: Call) async throws -> GetRecordsResponse {
        let now = clock.now
        let iterator = try ShardIterator.read(input.shardIterator, at: now)
        let limit = input.limit ?? Self.most
        return try await store.read { snapshot in
            let stream = try snapshot.requireStream(iterator.streamARN)
            guard iterator.shardID == stream.shardID else { throw ServiceError.shardNotFound(stream) }
            guard try iterator.position >= snapshot.horizon(of: stream, at: now) else { throw ServiceError.trimmedData }
            let end = try snapshot.end(of: stream)
            let rows = ChangeLog.rows(stream.incarnation)
            let page = try snapshot.scan(
                ScanRange(
                    from: rows.number(iterator.position).bytes, to: rows.number(end).bytes, maxEntries: limit,
                    maxBytes: Self.mostBytes))
            let records = try page.entries.map { row in
                try ChangeRecord(
                    try ItemChange(stored: row.value), at: try ChangeLog.position(of: row.key), of: stream)
            }
            let next = try page.entries.last.map { try ChangeLog.position(of: $0.key) + 1 } ?? iterator.position
            let isOver = stream.last.map { next > $0 } ?? false
            return GetRecordsResponse(
                records: records,
                nextShardIterator: isOver ? nil : ShardIterator(stream, at: next, givenAt: now).text)
        }
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

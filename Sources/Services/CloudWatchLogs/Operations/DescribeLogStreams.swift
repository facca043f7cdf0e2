import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    private static let mostStreams = 50

    /// A group's streams by their names, or by the time of their last event.
    func describeLogStreams(
        _ input: DescribeLogStreamsRequest, _ call: Call
    ) async throws -> DescribeLogStreamsResponse {
        let address = try address(input.logGroupName, input.logGroupIdentifier, call)
        let isByTime = input.orderBy == .lastEventTime
        guard !isByTime || input.logStreamNamePrefix == nil else {
            throw ServiceError.invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
        }
        let isDescending = input.descending == true
        let now = clock.now
        let settings = settings
        let (streams, next, scope) = try await store.read { snapshot in
            let group = try snapshot.require(address)
            let scope = "DescribeLogStreams \(group.incarnation) \(isByTime) \(isDescending)"
            var range = ScanRange(
                prefix: Self.rows(of: group, isByTime: isByTime, prefix: input.logStreamNamePrefix),
                direction: isDescending ? .backward : .forward, maxEntries: input.limit ?? Self.mostStreams)
            if let token = input.nextToken {
                let key = try key(of: token, scope)
                if isDescending { range.to = min(range.to, key) } else { range.from = max(range.from, key) }
            }
            guard range.from.lexicographicallyPrecedes(range.to) else { return ([LogStream](), [UInt8]?.none, scope) }
            let page = try snapshot.scan(range)
            let streams: [StoredStream] = try page.entries.compactMap { entry in
                try snapshot.find(Key(bytes: isByTime ? entry.value : entry.key))
            }
            let last = page.more ? page.entries.last?.key : nil
            let horizon = group.horizon(now, settings)
            return (
                try streams.map { try snapshot.description(of: $0, in: address, horizon: horizon) },
                isDescending ? last : last?.keySuccessor, scope
            )
        }
        return DescribeLogStreamsResponse(
            logStreams: streams, nextToken: try next.map { try paging.token(for: $0, scope: scope) })
    }

    private static func rows(of group: StoredGroup, isByTime: Bool, prefix: String?) -> [UInt8] {
        if isByTime { return StoredStream.byTime(group.incarnation).bytes }
        return StoredStream.listing(group.incarnation).raw((prefix ?? "").utf8).bytes
    }
}

private func min(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
    one.lexicographicallyPrecedes(other) ? one : other
}

private func max(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
    one.lexicographicallyPrecedes(other) ? other : one
}

extension Snapshot {
    /// AWS no longer counts the bytes of a stream, and says 0 for each.
    fileprivate func description(
        of stream: StoredStream, in group: LogGroupAddress, horizon: Int
    ) throws -> LogStream {
        LogStream(
            logStreamName: stream.name, creationTime: stream.createdAt,
            firstEventTimestamp: stream.times == nil ? nil : try firstTime(of: stream, horizon: horizon),
            lastEventTimestamp: stream.times?.last, lastIngestionTime: stream.times?.ingestion,
            uploadSequenceToken: stream.times.map { stream.sequenceToken(at: $0.ingestion) },
            arn: group.arn(ofStream: stream.name), storedBytes: 0)
    }
}

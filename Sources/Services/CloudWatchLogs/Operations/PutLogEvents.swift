import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// The answer comes when the events are on the disk. Sequence tokens are taken and not looked at, as on AWS; entities
    /// are not kept, which the answer says.
    func putLogEvents(_ input: PutLogEventsRequest, _ call: Call) async throws -> PutLogEventsResponse {
        let batch = try EventBatch(input.logEvents)
        let address = address(input.logGroupName, call)
        let now = clock.now
        let settings = settings
        var answer = try await store.write { transaction in
            let group = try transaction.require(address)
            let stream = try transaction.require(input.logStreamName, of: group)
            let (events, rejected) = batch.accepted(at: now, horizon: group.horizon(now, settings))
            try transaction.append(events, to: stream, of: group, at: now.milliseconds)
            return PutLogEventsResponse(
                nextSequenceToken: stream.sequenceToken(at: now.milliseconds), rejectedLogEventsInfo: rejected)
        }
        if input.entity != nil {
            answer.rejectedEntityInfo = RejectedEntityInfo(errorType: .unsupportedLogGroupType)
        }
        return answer
    }
}

extension StoredStream {
    /// Nobody looks at it; older programs hand it back.
    func sequenceToken(at time: Int) -> String {
        EventID(EventPosition(timestamp: time, sequence: number), incarnation).text
    }
}

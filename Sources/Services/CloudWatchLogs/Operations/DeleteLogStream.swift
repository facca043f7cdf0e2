import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// The stream is gone with the answer, and its events are no longer found; the sweep removes them.
    func deleteLogStream(_ input: DeleteLogStreamRequest, _ call: Call) async throws -> DeleteLogStreamResponse {
        let address = address(input.logGroupName, call)
        try await store.write { transaction in
            let group = try transaction.require(address)
            let stream = try transaction.require(input.logStreamName, of: group)
            guard !group.isProtected else { throw ServiceError.groupProtected }
            try transaction.remove(stream)
            try transaction.save(GoneStream(stream))
        }
        return DeleteLogStreamResponse()
    }
}

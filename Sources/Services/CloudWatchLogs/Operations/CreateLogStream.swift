import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    func createLogStream(_ input: CreateLogStreamRequest, _ call: Call) async throws -> CreateLogStreamResponse {
        let address = address(input.logGroupName, call)
        let now = clock.now.milliseconds
        try await store.write { transaction in
            let group = try transaction.require(address)
            guard try transaction.stream(input.logStreamName, of: group) == nil else { throw ServiceError.streamExists }
            _ = try transaction.makeStream(input.logStreamName, of: group, at: now)
        }
        return CreateLogStreamResponse()
    }
}

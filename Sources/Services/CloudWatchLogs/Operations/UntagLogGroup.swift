import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    func untagLogGroup(_ input: UntagLogGroupRequest, _ call: Call) async throws -> UntagLogGroupResponse {
        try await change(address(input.logGroupName, call)) { group in
            for key in input.tags { group.tags[key] = nil }
        }
        return UntagLogGroupResponse()
    }
}

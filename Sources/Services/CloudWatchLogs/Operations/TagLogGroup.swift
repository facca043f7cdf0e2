import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    /// The older way to tag a group, by its name.
    func tagLogGroup(_ input: TagLogGroupRequest, _ call: Call) async throws -> TagLogGroupResponse {
        try await change(address(input.logGroupName, call)) { group in
            guard let tags = try NewTags.adding(input.tags, to: group.tags) else {
                throw ServiceError.invalidParameter("A log group has \(NewTags.most) tags at most.")
            }
            group.tags = tags
        }
        return TagLogGroupResponse()
    }
}

import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    func listTagsLogGroup(_ input: ListTagsLogGroupRequest, _ call: Call) async throws -> ListTagsLogGroupResponse {
        let address = address(input.logGroupName, call)
        let group = try await store.read { snapshot in try snapshot.require(address) }
        return ListTagsLogGroupResponse(tags: group.tags)
    }
}

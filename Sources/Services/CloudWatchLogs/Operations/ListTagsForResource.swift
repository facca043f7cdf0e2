import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    func listTagsForResource(
        _ input: ListTagsForResourceRequest, _ call: Call
    ) async throws -> ListTagsForResourceResponse {
        let address = try tagged(input.resourceArn, call)
        let group = try await store.read { snapshot in try snapshot.require(address) }
        return ListTagsForResourceResponse(tags: group.tags)
    }
}

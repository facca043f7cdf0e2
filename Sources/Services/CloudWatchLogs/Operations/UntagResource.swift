import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        try await change(tagged(input.resourceArn, call)) { group in
            for key in input.tagKeys { group.tags[key] = nil }
        }
        return UntagResourceResponse()
    }
}

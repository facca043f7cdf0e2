import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await change(tagged(input.resourceArn, call)) { group in
            guard let tags = try NewTags.adding(input.tags, to: group.tags) else {
                throw ServiceError(
                    CloudWatchLogsErrors.tooManyTags, "A resource has \(NewTags.most) tags at most.",
                    members: [("resourceName", group.address.arn)])
            }
            group.tags = tags
        }
        return TagResourceResponse()
    }

    /// Of what can be tagged only groups are here.
    func tagged(_ arn: String, _ call: Call) throws -> LogGroupAddress {
        guard let address = LogGroupAddress(arn: arn), address.arn == arn, address.region == call.region else {
            throw ServiceError.resourceNotFound
        }
        return address
    }
}

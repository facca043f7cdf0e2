import DynamoDBModel
import ServiceKit

extension DynamoDB {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        try await change(tagsOf: input.resourceArn) { tags in
            for key in input.tagKeys { tags[key] = nil }
        }
        return UntagResourceResponse()
    }
}

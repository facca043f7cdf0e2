import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func listTagsForResource(
        _ input: ListTagsForResourceRequest, _ call: Call
    ) async throws -> ListTagsForResourceResponse {
        try await store.read { snapshot in
            ListTagsForResourceResponse(tags: try pool(arn: input.resourceArn, call, snapshot).tags)
        }
    }
}

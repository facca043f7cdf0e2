import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func listTags(_ input: ListTagsRequest, _ call: Call) async throws -> ListTagsResponse {
        let address = try taggable(input.resource)
        return ListTagsResponse(tags: try await store.read { try $0.require(address).tags })
    }
}

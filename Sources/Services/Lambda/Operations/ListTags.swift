import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func listTags(_ input: ListTagsRequest, _ call: Call) async throws -> ListTagsResponse {
        let resource = try taggable(input.resource)
        guard let tags = try await store.read({ try $0.tags(of: resource) }) else { throw resource.notFound }
        return ListTagsResponse(tags: tags)
    }
}

import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// All of them: a resource has fifty at most.
    func listTagsOfResource(_ input: ListTagsOfResourceRequest, _ call: Call) async throws -> ListTagsOfResourceResponse
    {
        let address = try Self.taggable(input.resourceArn)
        let table = try await store.read { snapshot in try snapshot.table(address) }
        guard let table else { throw ServiceError.arnNotFound(input.resourceArn) }
        return ListTagsOfResourceResponse(
            tags: table.tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) })
    }
}

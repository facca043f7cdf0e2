import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    static let mostTags = 50

    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        let resource = try taggable(input.resource)
        guard !input.tags.isEmpty else {
            throw ServiceError.invalid("An error occurred and the request cannot be processed.")
        }
        try await store.write { transaction in
            try transaction.changeTags(of: resource) { tags in
                tags.merge(input.tags) { _, new in new }
                guard tags.count <= Self.mostTags else {
                    throw ServiceError.invalid("Number of tags exceeds resource tag limit.")
                }
            }
        }
        return TagResourceResponse()
    }

    func taggable(_ arn: String) throws -> TaggedResource {
        guard let resource = TaggedResource(arn) else {
            throw ServiceError.notFound("The resource you requested does not exist.")
        }
        if case .function(let address) = resource, address.qualifier != nil {
            throw ServiceError.invalid(
                "Tags on function aliases and versions are not supported. Please specify a function ARN.")
        }
        return resource
    }
}

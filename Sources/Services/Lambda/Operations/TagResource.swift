import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let mostTags = 50

    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        let address = try taggable(input.resource)
        try await store.write { transaction in
            var function = try transaction.require(address)
            function.tags.merge(input.tags) { _, new in new }
            guard function.tags.count <= Self.mostTags else {
                throw ServiceError.invalid("Number of tags exceeds resource tag limit.")
            }
            try transaction.save(function)
        }
        return TagResourceResponse()
    }

    func taggable(_ arn: String) throws -> FunctionAddress {
        guard let address = FunctionAddress(arn: arn) else {
            throw ServiceError.notFound("The resource you requested does not exist.")
        }
        guard address.qualifier == nil else {
            throw ServiceError.invalid(
                "Tags on function aliases and versions are not supported. Please specify a function ARN.")
        }
        return address
    }
}

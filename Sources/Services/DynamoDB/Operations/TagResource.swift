import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func tagResource(_ input: TagResourceRequest, _ call: Call) async throws -> TagResourceResponse {
        try await change(tagsOf: input.resourceArn) { tags in
            tags = try NewTags.adding(input.tags, to: tags)
        }
        return TagResourceResponse()
    }

    func change(
        tagsOf arn: String, _ change: @escaping @Sendable (inout [String: String]) throws -> Void
    ) async throws {
        let address = try Self.taggable(arn)
        try await store.write { transaction in
            guard var table = try transaction.table(address) else { throw ServiceError.arnNotFound(arn) }
            try change(&table.tags)
            try transaction.save(table)
        }
    }

    static func taggable(_ arn: String) throws -> TableAddress {
        guard let address = TableAddress(arn: arn), address.arn == arn else {
            throw ServiceError.validation("Invalid TableArn: Invalid ResourceArn provided as input \(arn)")
        }
        return address
    }
}

extension ServiceError {
    static func arnNotFound(_ arn: String) -> ServiceError {
        ServiceError(
            "ResourceNotFoundException", "Requested resource not found: ResourcArn: \(arn) not found", status: 400)
    }
}

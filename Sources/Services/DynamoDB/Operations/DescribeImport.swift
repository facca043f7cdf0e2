import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func describeImport(_ input: DescribeImportRequest, _ call: Call) async throws -> DescribeImportResponse {
        let found: TableImport? = try await store.read { snapshot in
            try TableImport.key(ofARN: input.importArn).flatMap { try snapshot.find($0) }
        }
        guard let found, found.arn == input.importArn else {
            throw ServiceError("ImportNotFoundException", "Import not found: \(input.importArn)", status: 400)
        }
        return DescribeImportResponse(importTableDescription: found.description)
    }
}

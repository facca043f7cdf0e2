import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func describeExport(_ input: DescribeExportRequest, _ call: Call) async throws -> DescribeExportResponse {
        let found: TableExport? = try await store.read { snapshot in
            try TableExport.key(ofARN: input.exportArn).flatMap { try snapshot.find($0) }
        }
        guard let found, found.arn == input.exportArn else {
            throw ServiceError("ExportNotFoundException", "Export not found: \(input.exportArn)", status: 400)
        }
        return DescribeExportResponse(exportDescription: found.description)
    }
}

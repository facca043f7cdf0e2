import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Beside these, who exports needs to be allowed to put objects, and who imports to list and to get them: the bucket
    /// is asked while the operation is performed.
    var transferOperations: [Operation] {
        [
            signed(
                exportTableToPointInTime,
                needs: { [try await onTable("dynamodb:ExportTableToPointInTime", $0.tableArn, $1)] }),
            signed(describeExport, needs: { [try await onResource("dynamodb:DescribeExport", $0.exportArn, $1)] }),
            signed(listExports, allows: "dynamodb:ListExports", on: { _, _ in "*" }),
            signed(
                importTable,
                needs: { [try await onTable("dynamodb:ImportTable", $0.tableCreationParameters.tableName, $1)] }),
            signed(describeImport, needs: { [try await onResource("dynamodb:DescribeImport", $0.importArn, $1)] }),
            signed(listImports, allows: "dynamodb:ListImports", on: { _, _ in "*" }),
        ]
    }
}

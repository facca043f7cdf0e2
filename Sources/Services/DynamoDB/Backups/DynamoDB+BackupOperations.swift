import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Restoring reads one resource and makes another, so it needs to be allowed to do both.
    var backupOperations: [Operation] {
        [
            signed(createBackup, needs: { [try await onTable("dynamodb:CreateBackup", $0.tableName, $1)] }),
            signed(describeBackup, needs: { [try await onResource("dynamodb:DescribeBackup", $0.backupArn, $1)] }),
            signed(deleteBackup, needs: { [try await onResource("dynamodb:DeleteBackup", $0.backupArn, $1)] }),
            signed(listBackups, allows: "dynamodb:ListBackups", on: { _, _ in "*" }),
            signed(
                restoreTableFromBackup,
                needs: { input, call in
                    [try await onResource("dynamodb:RestoreTableFromBackup", input.backupArn, call)]
                        + Self.restoring.map { Permission($0, on: address(input.targetTableName, call).arn) }
                }),
            signed(
                restoreTableToPointInTime,
                needs: { input, call in
                    let source = input.sourceTableArn ?? input.sourceTableName ?? ""
                    return [try await onTable("dynamodb:RestoreTableToPointInTime", source, call)]
                        + Self.restoring.map { Permission($0, on: address(input.targetTableName, call).arn) }
                }),
            signed(
                describeContinuousBackups,
                needs: { [try await onTable("dynamodb:DescribeContinuousBackups", $0.tableName, $1)] }),
            signed(
                updateContinuousBackups,
                needs: { [try await onTable("dynamodb:UpdateContinuousBackups", $0.tableName, $1)] }),
        ]
    }

    /// "Using IAM with DynamoDB backup and restore": what it takes on the table that is made.
    private static let restoring = [
        "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:Query",
        "dynamodb:Scan", "dynamodb:BatchWriteItem",
    ]
}

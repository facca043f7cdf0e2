import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func describeBackup(_ input: DescribeBackupRequest, _ call: Call) async throws -> DescribeBackupResponse {
        let backup = try await store.read { snapshot in try snapshot.requireBackup(input.backupArn) }
        return DescribeBackupResponse(backupDescription: backup.description)
    }
}

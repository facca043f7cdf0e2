import S3Model
import ServiceKit

extension S3 {
    /// Replication cannot be switched on.
    func getBucketReplication(
        _ input: GetBucketReplicationRequest, _ call: Call
    ) async throws -> GetBucketReplicationResponse {
        throw ServiceError.settingMissing(
            "ReplicationConfigurationNotFoundError", "The replication configuration was not found", input.bucket)
    }
}

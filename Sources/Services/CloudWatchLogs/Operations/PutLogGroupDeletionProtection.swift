import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    /// A protected group cannot be deleted, and none of its streams.
    func putLogGroupDeletionProtection(
        _ input: PutLogGroupDeletionProtectionRequest, _ call: Call
    ) async throws -> PutLogGroupDeletionProtectionResponse {
        let address = try address(identifiedBy: input.logGroupIdentifier, call)
        try await change(address) { $0.isProtected = input.deletionProtectionEnabled }
        return PutLogGroupDeletionProtectionResponse()
    }
}

import CloudWatchLogsModel
import ServiceKit

extension CloudWatchLogs {
    /// What is there stays for good; what was too old before is gone.
    func deleteRetentionPolicy(
        _ input: DeleteRetentionPolicyRequest, _ call: Call
    ) async throws -> DeleteRetentionPolicyResponse {
        try await change(address(input.logGroupName, call)) { $0.retentionDays = nil }
        return DeleteRetentionPolicyResponse()
    }
}

import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// Events that are older are gone from then on; the sweep removes them.
    func putRetentionPolicy(
        _ input: PutRetentionPolicyRequest, _ call: Call
    ) async throws -> PutRetentionPolicyResponse {
        guard LogRetention.days.contains(input.retentionInDays) else {
            let allowed = LogRetention.days.map(String.init).joined(separator: ", ")
            throw ServiceError.invalidParameter(
                "1 validation error detected: Value '\(input.retentionInDays)' at 'retentionInDays' failed to satisfy "
                    + "constraint: Member must satisfy enum value set: [\(allowed)]")
        }
        try await change(address(input.logGroupName, call)) { $0.retentionDays = input.retentionInDays }
        return PutRetentionPolicyResponse()
    }

    func change(
        _ address: LogGroupAddress, _ change: @escaping @Sendable (inout StoredGroup) throws -> Void
    ) async throws {
        try await store.write { transaction in
            let group = try transaction.require(address)
            var changed = group
            try change(&changed)
            try transaction.replace(group, with: changed)
        }
    }
}

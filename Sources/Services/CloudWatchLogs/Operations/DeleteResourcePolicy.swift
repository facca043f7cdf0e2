import CloudWatchLogsModel
import ServiceKit
import Storage

extension CloudWatchLogs {
    func deleteResourcePolicy(
        _ input: DeleteResourcePolicyRequest, _ call: Call
    ) async throws -> DeleteResourcePolicyResponse {
        guard let name = input.policyName else { throw ServiceError.invalidParameter("policyName is needed.") }
        let key = StoredResourcePolicy.listing(call.accountID, call.region).text(name)
        try await store.write { transaction in
            guard let policy = try transaction.find(StoredResourcePolicy.self, key) else {
                throw ServiceError(
                    CloudWatchLogsErrors.resourceNotFound, "Policy with name [\(name)] does not exist.")
            }
            try transaction.remove(policy)
        }
        return DeleteResourcePolicyResponse()
    }
}

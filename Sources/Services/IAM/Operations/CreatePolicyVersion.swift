import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createPolicyVersion(
        _ input: CreatePolicyVersionRequest, _ call: Call
    ) async throws -> CreatePolicyVersionResponse {
        let account = call.accountID
        try Self.check(policyARN: input.policyArn)
        let text = try managedPolicyText(input.policyDocument)
        let isDefault = input.setAsDefault ?? false
        let version = try await change { transaction in
            var policy = try transaction.require(customerPolicy: input.policyArn, of: account)
            guard try transaction.versions(of: policy.id).count < PolicyVersionRecord.mostPerPolicy else {
                throw ServiceError(
                    IAMErrors.limitExceeded,
                    "A managed policy can have up to 5 versions. Before you create a new version, you must "
                        + "delete an existing version.")
            }
            policy.lastVersion += 1
            policy.updatedAt = call.time
            if isDefault { policy.defaultVersion = policy.lastVersion }
            let version = PolicyVersionRecord(
                policyID: policy.id, number: policy.lastVersion, document: text.text, createdAt: call.time)
            try transaction.save(version)
            try transaction.save(policy)
            return version
        }
        return CreatePolicyVersionResponse(
            policyVersion: PolicyVersion(
                versionId: version.versionID, isDefaultVersion: isDefault, createDate: version.createdAt))
    }
}

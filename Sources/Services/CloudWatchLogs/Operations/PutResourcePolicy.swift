import CloudWatchLogsModel
import PolicyEngine
import ServiceKit
import Storage

extension CloudWatchLogs {
    /// "Resource policies: up to 10 per Region per account", of 5,120 characters each.
    static let mostPolicies = 10
    private static let longestPolicy = 5120

    /// Lets services write logs. Such a policy says nothing about users and roles, and naming them is refused.
    func putResourcePolicy(_ input: PutResourcePolicyRequest, _ call: Call) async throws -> PutResourcePolicyResponse {
        guard let name = input.policyName, !name.isEmpty, name.utf8.count <= 512 else {
            throw ServiceError.invalidParameter("policyName is needed, of 512 characters at most.")
        }
        guard let text = input.policyDocument else { throw ServiceError.invalidParameter("policyDocument is needed.") }
        try Self.check(text)
        let policy = StoredResourcePolicy(
            accountID: call.accountID, region: call.region, name: name, document: text,
            updatedAt: clock.now.milliseconds, revision: randomness.uuid())
        try await store.write { transaction in
            let listing = StoredResourcePolicy.listing(policy.accountID, policy.region)
            if try !transaction.exists(policy.key) {
                let present: RecordPage<StoredResourcePolicy> = try transaction.list(
                    prefix: listing, limit: Self.mostPolicies)
                guard present.records.count < Self.mostPolicies else {
                    throw ServiceError(CloudWatchLogsErrors.limitExceeded, "Resource limit exceeded.")
                }
            }
            try transaction.save(policy)
        }
        return PutResourcePolicyResponse(resourcePolicy: policy.description, revisionId: policy.revision)
    }

    private static func check(_ text: String) throws {
        guard text.utf8.count <= longestPolicy else {
            throw ServiceError.invalidParameter("The policy is longer than \(longestPolicy) characters.")
        }
        let document: PolicyDocument
        do {
            document = try PolicyDocument(parsing: text, as: .resource)
        } catch {
            throw ServiceError.invalidParameter("The policy is invalid: \(error.message)")
        }
        let areServices = document.principals.allSatisfy { if case .service = $0 { true } else { false } }
        guard areServices else {
            throw ServiceError.invalidParameter("The policy is invalid: only services are supported as principals.")
        }
        guard document.actionTexts.allSatisfy({ $0 == "*" || $0.lowercased().hasPrefix("logs:") }) else {
            throw ServiceError.invalidParameter("The policy is invalid: its actions must be those of logs.")
        }
    }
}

extension StoredResourcePolicy {
    var description: ResourcePolicy {
        ResourcePolicy(
            policyName: name, policyDocument: document, lastUpdatedTime: updatedAt, policyScope: .account,
            revisionId: revision)
    }
}

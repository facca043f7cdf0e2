import IAMModel
import ServiceKit
import Storage

/// A managed policy, the customer's own or one of AWS's.
enum ManagedPolicy: Sendable {
    case customer(PolicyRecord)
    case aws(AWSManagedPolicy)

    var reference: PolicyReference {
        switch self {
        case .customer(let record): record.reference
        case .aws(let policy): policy.reference
        }
    }

    var name: String {
        switch self {
        case .customer(let record): record.name
        case .aws(let policy): policy.name
        }
    }

    var path: String {
        switch self {
        case .customer(let record): record.path
        case .aws(let policy): policy.path
        }
    }

    /// AWS's policies of service-linked roles are nobody else's.
    var isAttachable: Bool {
        if case .aws(let policy) = self { !policy.isOfServiceLinkedRole } else { true }
    }
}

extension Snapshot {
    /// The policy of that ARN, if the account may use it.
    func managedPolicy(_ arn: String, for accountID: String) throws -> ManagedPolicy? {
        if arn.hasPrefix(AWSManagedPolicy.arnPrefix) { return AWSManagedPolicy.find(arn).map { .aws($0) } }
        return try customerPolicy(arn, of: accountID).map { .customer($0) }
    }

    func customerPolicy(_ text: String, of accountID: String) throws -> PolicyRecord? {
        guard let arn = ARN(text), arn.service == "iam", arn.account == accountID,
            arn.resource.hasPrefix("policy/"), let name = arn.resource.split(separator: "/").last,
            name.utf8.count <= 128,
            let record = try find(PolicyRecord.self, PolicyRecord.key(accountID, String(name))),
            record.arn.hasSameBytes(as: text)
        else { return nil }
        return record
    }

    /// The document that is in force.
    func document(of policy: ManagedPolicy) throws -> String? {
        switch policy {
        case .aws(let policy): return policy.document
        case .customer(let record):
            return try find(
                PolicyVersionRecord.self, PolicyVersionRecord.key(record.id, record.defaultVersion))?
                .document
        }
    }

    /// How many users, groups and roles of the account have the policy.
    func count(_ usage: Attachment.Usage, of policyID: String, in accountID: String) throws -> Int {
        let rows = Attachment.rows(of: policyID, accountID, usage)
        return try scan(ScanRange(prefix: rows.bytes, maxEntries: 10_000, keysOnly: true)).entries.count
    }

    /// As GetPolicy has it.
    func summary(of policy: ManagedPolicy, in accountID: String) throws -> IAMModel.Policy {
        let reference = policy.reference
        var summary = IAMModel.Policy(
            policyName: policy.name, policyId: reference.id, arn: reference.arn, path: policy.path,
            attachmentCount: try count(.permissions, of: reference.id, in: accountID),
            permissionsBoundaryUsageCount: try count(.boundary, of: reference.id, in: accountID),
            isAttachable: true)
        switch policy {
        case .aws:
            summary.defaultVersionId = AWSManagedPolicy.versionID
            summary.createDate = AWSManagedPolicy.createdAt
            summary.updateDate = AWSManagedPolicy.createdAt
        case .customer(let record):
            summary.defaultVersionId = "v\(record.defaultVersion)"
            summary.createDate = record.createdAt
            summary.updateDate = record.updatedAt
        }
        return summary
    }
}

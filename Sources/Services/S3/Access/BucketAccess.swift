import PolicyEngine
import S3Model
import ServiceKit
import Storage

/// What decides about requests to a bucket, compiled from its settings. Known by incarnation and revision, so what is
/// kept is never out of date.
final class BucketAccess: Sendable {
    let policy: NamedPolicy?
    /// The policy's denials alone: for those whom its grants do not reach.
    let denials: NamedPolicy?
    let isPolicyPublic: Bool
    /// Nil for the list that grants the owner everything.
    let acl: AccessControlList?

    static let ofNewBucket = BucketAccess(policy: nil, acl: nil)

    init(policy: NamedPolicy?, acl: AccessControlList?) {
        self.policy = policy
        self.acl = acl
        isPolicyPublic = policy?.document.isPublic ?? false
        denials = policy.map { NamedPolicy($0.name, $0.document.keepingDenies()) }
    }
}

extension BucketAccess {
    static func compiled(of bucket: Bucket, in snapshot: any Snapshot) throws -> BucketAccess {
        let stored: StoredPolicy? = try snapshot.setting(.policy, of: bucket)
        let policy = try stored.map { NamedPolicy("policy of \(bucket.name)", try $0.compiled()) }
        return BucketAccess(policy: policy, acl: try snapshot.setting(.acl, of: bucket))
    }
}

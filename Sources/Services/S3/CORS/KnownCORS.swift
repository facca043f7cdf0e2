import S3Model
import ServiceKit
import Storage

/// The CORS rules of buckets that browsers came to lately, by incarnation and revision.
final class KnownCORS: Sendable {
    private struct Name: Hashable, Sendable {
        let incarnation: UInt64
        let revision: UInt64
    }

    private let entries = BoundedCache<Name, CORSRules>(limit: 1024)

    func rules(of bucket: Bucket, in snapshot: any Snapshot) throws -> CORSRules? {
        guard bucket.settings.contains(.cors) else { return nil }
        let name = Name(incarnation: bucket.incarnation, revision: bucket.revision)
        if let known = entries[name] { return known }
        guard let rules: [CORSRule] = try snapshot.setting(.cors, of: bucket) else { return nil }
        let compiled = CORSRules(rules: rules)
        entries[name] = compiled
        return compiled
    }
}

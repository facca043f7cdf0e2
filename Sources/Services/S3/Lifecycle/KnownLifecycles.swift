import S3Model
import ServiceKit
import Storage

/// The lifecycle rules of buckets, by incarnation and revision.
final class KnownLifecycles: Sendable {
    private struct Name: Hashable, Sendable {
        let incarnation: UInt64
        let revision: UInt64
    }

    private let entries = BoundedCache<Name, LifecycleRules>(limit: 1024)
    private let dayLength: Double

    init(dayLength: Double) { self.dayLength = dayLength }

    func rules(of bucket: Bucket, in snapshot: any Snapshot) throws -> LifecycleRules? {
        guard bucket.settings.contains(.lifecycle) else { return nil }
        let name = Name(incarnation: bucket.incarnation, revision: bucket.revision)
        if let known = entries[name] { return known }
        guard let stored: StoredLifecycle = try snapshot.setting(.lifecycle, of: bucket) else { return nil }
        let rules = LifecycleRules(
            stored.rules, smallest: SmallestTransition(rawValue: stored.minimumSize) ?? .ofAllStorageClasses,
            dayLength: dayLength)
        entries[name] = rules
        return rules
    }
}

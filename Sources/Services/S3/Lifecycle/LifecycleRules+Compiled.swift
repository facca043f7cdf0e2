import S3Model
import Storage

extension LifecycleRules {
    static func compiled(of bucket: Bucket, in snapshot: any Snapshot, dayLength: Double) throws -> LifecycleRules? {
        let stored: StoredLifecycle? = try snapshot.setting(.lifecycle, of: bucket)
        return stored.map { stored in
            LifecycleRules(
                stored.rules, smallest: SmallestTransition(rawValue: stored.minimumSize) ?? .ofAllStorageClasses,
                dayLength: dayLength)
        }
    }
}

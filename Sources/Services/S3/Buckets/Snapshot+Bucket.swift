import ServiceKit
import Storage

extension Snapshot {
    /// The bucket as it is now: one made anew under the name is another.
    func require(_ bucket: Bucket) throws -> Bucket {
        guard let current: Bucket = try find(Bucket.key(bucket.name)), current.incarnation == bucket.incarnation
        else { throw ServiceError.noSuchBucket(bucket.name) }
        return current
    }
}

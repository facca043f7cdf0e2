import ServiceKit
import Storage

/// Finding buckets, and the rules of their names.
extension S3 {
    /// - Parameter expectedOwner: `x-amz-expected-bucket-owner`; another owner is refused.
    func requireBucket(_ name: String, expectedOwner: String?) async throws -> Bucket {
        let bucket: Bucket? = try await store.read { try $0.find(Bucket.key(name)) }
        guard let bucket else { throw ServiceError.noSuchBucket(name) }
        if let expectedOwner, expectedOwner != bucket.ownerID { throw ServiceError.accessDenied() }
        return bucket
    }
}

extension Snapshot {
    /// The bucket as it is now: one made anew under the name is another.
    func require(_ bucket: Bucket) throws -> Bucket {
        guard let current: Bucket = try find(Bucket.key(bucket.name)), current.incarnation == bucket.incarnation
        else { throw ServiceError.noSuchBucket(bucket.name) }
        return current
    }

    func requireBucket(_ name: String) throws -> Bucket {
        guard let bucket: Bucket = try find(Bucket.key(name)) else { throw ServiceError.noSuchBucket(name) }
        return bucket
    }
}

/// S3's rules for the names of general purpose buckets.
enum BucketName {
    private static let reservedPrefixes = ["xn--", "sthree-"]
    private static let reservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"]

    static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last,
            isAlphanumeric(first), isAlphanumeric(last),
            bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }),
            !name.contains(".."), !looksLikeAddress(name)
        else { return false }
        return !reservedPrefixes.contains(where: name.hasPrefix)
            && !reservedSuffixes.contains(where: name.hasSuffix)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte)
    }

    private static func looksLikeAddress(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

import S3ControlModel
import S3Model
import ServiceKit
import Storage

/// A bucket's tags one by one: S3's rules in S3 Control's sentences.
struct BucketTags: Sendable {
    private(set) var tags: [S3Model.Tag]

    init(_ bucket: Bucket, in snapshot: any Snapshot) throws {
        tags = try snapshot.setting(.tagging, of: try snapshot.require(bucket)) ?? []
    }

    /// Those with the key of one that is there take its place.
    mutating func add(_ added: [S3ControlModel.Tag]) throws {
        for tag in added {
            let new = S3Model.Tag(key: tag.key, value: tag.value)
            if let index = tags.firstIndex(where: { $0.key.hasSameBytes(as: tag.key) }) {
                tags[index] = new
            } else {
                tags.append(new)
            }
        }
        guard tags.count <= TagSet.mostOfBucket else { throw TagSet.tooManyOfBucket }
    }

    mutating func remove(_ keys: [String]) {
        tags.removeAll { tag in keys.contains { $0.hasSameBytes(as: tag.key) } }
    }

    /// A bucket without tags has no tag set either.
    func save(of bucket: Bucket, in transaction: any Transaction) throws {
        if tags.isEmpty {
            try transaction.clear(.tagging, of: bucket)
        } else {
            try transaction.set(tags, .tagging, of: bucket)
        }
    }

    static func check(_ tags: [S3ControlModel.Tag]) throws {
        // Keys that only Unicode tells apart would be one to a policy.
        var seen: Set<String> = []
        for tag in tags {
            guard TagSet.isValidKey(tag.key), TagSet.isValidValue(tag.value) else { throw invalid(characters) }
            guard !TagSet.isOfSystem(tag.key) else { throw invalid(reserved) }
            guard seen.insert(tag.key).inserted else { throw invalid(duplicate) }
        }
    }

    private static func invalid(_ sentence: String) -> ServiceError {
        ServiceError("InvalidTag", sentence, status: 400)
    }

    private static let characters =
        "This request contains a tag key or value that isn't valid. Valid characters include the following: "
        + "[a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters."
    private static let reserved =
        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. "
        + "Remove \"aws:\" from your tag keys and try again."
    private static let duplicate =
        "There are duplicate tag keys in your request. Remove the duplicate tag keys and try again."
}

extension TagResourceRequest {
    var requestedTags: RequestedTags {
        RequestedTags(Dictionary(tags.map { ($0.key, $0.value) }) { first, _ in first })
    }
}

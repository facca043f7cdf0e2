import FoundationEssentials
import S3Model
import ServiceKit

/// Requests that make an object, with what needs an action of its own beside `s3:PutObject`.
protocol WritesObject: Sendable {
    var bucket: String { get }
    var key: String { get }
    var expectedBucketOwner: String? { get }
    var acl: ObjectCannedACL? { get }
    var grantFullControl: String? { get }
    var grantRead: String? { get }
    var grantReadACP: String? { get }
    var grantWriteACP: String? { get }
    var tagging: String? { get }
    var objectLockMode: ObjectLockMode? { get }
    var objectLockRetainUntilDate: Date? { get }
    var objectLockLegalHoldStatus: ObjectLockLegalHoldStatus? { get }
}

extension PutObjectRequest: WritesObject {}
extension CreateMultipartUploadRequest: WritesObject {}
extension CopyObjectRequest: WritesObject {}

extension WritesObject {
    /// Every action that the request needs on the object it makes.
    var actions: [String] {
        let grants = [grantFullControl, grantRead, grantReadACP, grantWriteACP]
        var actions = ["s3:PutObject"]
        if acl != nil || grants.contains(where: { $0 != nil }) { actions.append("s3:PutObjectAcl") }
        if tagging != nil { actions.append("s3:PutObjectTagging") }
        if objectLockMode != nil || objectLockRetainUntilDate != nil { actions.append("s3:PutObjectRetention") }
        if objectLockLegalHoldStatus != nil { actions.append("s3:PutObjectLegalHold") }
        return actions
    }
}

extension S3 {
    /// - Parameter ifMatch: a write on condition of the object there needs the right to read it.
    func toWrite(_ input: some WritesObject, ifMatch: String? = nil, _ call: Call) async throws -> [Permission] {
        let bucket = try await requireBucket(input.bucket, expectedOwner: input.expectedBucketOwner)
        return write(input.actions, input.key, in: bucket, ifMatch: ifMatch, call)
    }

    func write(
        _ actions: [String], _ key: String, in bucket: Bucket, ifMatch: String? = nil, _ call: Call
    ) -> [Permission] {
        let reading = ifMatch == nil || ifMatch == "*" ? [] : ["s3:GetObject"]
        return (actions + reading).map {
            Permission($0, on: Self.arn(bucket.name, key), in: bucket.ownerID, finder: RequestKeys($0, call))
        }
    }
}

extension CreateBucketRequest {
    /// Every action that the request needs on the bucket it makes.
    var actions: [String] {
        let grants = [grantFullControl, grantRead, grantReadACP, grantWrite, grantWriteACP]
        var actions = ["s3:CreateBucket"]
        if acl != nil || grants.contains(where: { $0 != nil }) { actions.append("s3:PutBucketAcl") }
        if objectLockEnabledForBucket == true {
            actions += ["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]
        }
        if objectOwnership != nil { actions.append("s3:PutBucketOwnershipControls") }
        return actions
    }

    func permissions(_ call: Call) -> [Permission] {
        var context: [String: [String]] = [:]
        if let place = createBucketConfiguration?.locationConstraint?.rawValue, !place.isEmpty {
            context["s3:locationconstraint"] = [place]
        }
        return actions.map {
            Permission(
                $0, on: S3.arn(bucket), context: $0 == "s3:CreateBucket" ? context : [:], finder: RequestKeys($0, call))
        }
    }
}

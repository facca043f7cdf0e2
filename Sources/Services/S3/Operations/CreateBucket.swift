import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Makes a bucket as AWS makes them today, lists off and public access blocked, unless it is to be otherwise.
    func createBucket(_ input: CreateBucketRequest, _ call: Call) async throws -> CreateBucketResponse {
        let name = input.bucket
        guard BucketName.isValid(name) else { throw ServiceError.invalidBucketName(name) }
        let owner = call.caller.accountID ?? accounts.standard.id
        let region = try region(input.createBucketConfiguration?.locationConstraint?.rawValue, call)
        var made = Bucket(
            name: name, ownerID: owner, region: region, createdAt: call.time,
            incarnation: objectIDs.nextNumber())
        try own(&made, input)
        if input.objectLockEnabledForBucket == true {
            made.hasObjectLock = true
            made.versioning = .enabled
        }
        let bucket = made
        let tags = input.createBucketConfiguration?.tags ?? []
        try TagSet.check(tags, limit: TagSet.mostOfBucket)
        let requested = input.requestedACL
        try await store.write { [self] transaction in
            if let existing: Bucket = try transaction.find(Bucket.key(name)) {
                // An old courtesy of us-east-1: making one's own bucket again is no error there.
                if existing.ownerID == owner, existing.region == "us-east-1", region == "us-east-1" { return }
                throw existing.ownerID == owner
                    ? ServiceError.bucketAlreadyOwnedByYou(name) : .bucketAlreadyExists(name)
            }
            try transaction.save(bucket)
            let block = try transaction.publicAccessBlock(of: bucket)
            if let list = try list(requested, of: bucket, block) { try transaction.set(list, .acl, of: bucket) }
            if !tags.isEmpty { try transaction.set(tags, .tagging, of: bucket) }
        }
        return CreateBucketResponse(location: "/" + name, bucketArn: Self.arn(name))
    }

    private func own(_ bucket: inout Bucket, _ input: CreateBucketRequest) throws {
        if settings.makesLegacyBuckets {
            bucket.ownership = nil
            bucket.publicAccessBlock = nil
        }
        if let ownership = input.objectOwnership { bucket.ownership = try Ownership(named: ownership) }
        let requested = input.requestedACL
        guard bucket.hasACLsDisabled, !requested.isEmpty else { return }
        guard requested.canned == "private", requested.headers.isEmpty else {
            throw ServiceError.aclWithOwnershipEnforced
        }
    }

    private func list(
        _ requested: RequestedACL, of bucket: Bucket, _ block: PublicAccessBlock
    ) throws -> AccessControlList? {
        guard !bucket.hasACLsDisabled else { return nil }
        let owner = canonicalID(bucket.ownerID)
        let list = try requested.list(owner: owner, bucketOwner: owner, isBucket: true, accounts: accounts)
        if let list, list.isPublic, block.contains(.blockPublicACLs) {
            throw ServiceError(
                "InvalidBucketAclWithBlockPublicAccessError",
                "Bucket cannot have public ACLs set with BlockPublicAccess enabled", status: 400)
        }
        return list
    }

    /// Names that no region could have: `US`, `aws-global`. AWS's regions and those of a house end with a number.
    private static func isRegion(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts.allSatisfy { !$0.isEmpty } && Int(parts[parts.count - 1]) != nil
    }

    /// us-east-1 is never named as a constraint; other regions must be, and be the endpoint's.
    private func region(_ constraint: String?, _ call: Call) throws -> String {
        guard Self.isRegion(call.region) else { throw ServiceError.wrongRegion("us-east-1", call) }
        guard let constraint, !constraint.isEmpty else {
            guard call.region == "us-east-1" else {
                throw ServiceError(
                    "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this "
                        + "request was sent to.", status: 400)
            }
            return call.region
        }
        let region = constraint == "EU" ? "eu-west-1" : constraint
        let isKnown = BucketLocationConstraint.knownValues.contains(constraint)
        guard region != "us-east-1", isKnown || call.region != "us-east-1" else {
            throw ServiceError(
                "InvalidLocationConstraint", "The specified location-constraint is not valid", status: 400,
                members: [("LocationConstraint", constraint)])
        }
        guard region == call.region || isKnown && call.region == "us-east-1" else {
            throw ServiceError(
                "IllegalLocationConstraintException",
                "The \(constraint) location constraint is incompatible for the region specific endpoint this "
                    + "request was sent to.", status: 400)
        }
        return region
    }
}

extension Ownership {
    init(named name: ObjectOwnership) throws {
        switch name {
        case .bucketOwnerEnforced: self = .bucketOwnerEnforced
        case .bucketOwnerPreferred: self = .bucketOwnerPreferred
        case .objectWriter: self = .objectWriter
        default: throw ServiceError.malformedXML
        }
    }

    var name: ObjectOwnership {
        switch self {
        case .bucketOwnerEnforced: .bucketOwnerEnforced
        case .bucketOwnerPreferred: .bucketOwnerPreferred
        case .objectWriter: .objectWriter
        }
    }
}

extension ServiceError {
    static let aclWithOwnershipEnforced = ServiceError(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", status: 400)
}

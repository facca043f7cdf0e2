import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Makes a bucket as AWS makes them today: ACLs off, public access blocked.
    func createBucket(_ input: CreateBucketRequest, _ call: Call) async throws -> CreateBucketResponse {
        let name = input.bucket
        guard BucketName.isValid(name) else { throw ServiceError.invalidBucketName(name) }
        try checkOwnership(input)
        let owner = call.caller.accountID ?? accounts.standard.id
        let region = try region(input.createBucketConfiguration?.locationConstraint?.rawValue, call)
        let bucket = Bucket(
            name: name, ownerID: owner, region: region, createdAt: call.time,
            incarnation: objectIDs.nextNumber())
        try await store.write { transaction in
            if let existing: Bucket = try transaction.find(Bucket.key(name)) {
                // An old courtesy of us-east-1: making one's own bucket again is no error there.
                if existing.ownerID == owner, existing.region == "us-east-1", region == "us-east-1" { return }
                throw existing.ownerID == owner
                    ? ServiceError.bucketAlreadyOwnedByYou(name) : .bucketAlreadyExists(name)
            }
            try transaction.save(bucket)
        }
        return CreateBucketResponse(location: "/" + name)
    }

    /// ACLs cannot be switched on yet.
    private func checkOwnership(_ input: CreateBucketRequest) throws {
        if let ownership = input.objectOwnership, ownership != .bucketOwnerEnforced {
            throw ServiceError.notImplemented("x-amz-object-ownership")
        }
        let grants = [
            input.grantFullControl, input.grantRead, input.grantReadACP, input.grantWrite, input.grantWriteACP,
        ]
        let isPrivate = input.acl == nil || input.acl == .`private`
        guard isPrivate, grants.allSatisfy({ $0 == nil }) else { throw ServiceError.aclWithOwnershipEnforced }
    }

    /// us-east-1 is never named as a constraint; other regions must be, and be the endpoint's.
    private func region(_ constraint: String?, _ call: Call) throws -> String {
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
        guard region != "us-east-1" else {
            throw ServiceError(
                "InvalidLocationConstraint", "The specified location-constraint is not valid", status: 400,
                members: [("LocationConstraint", constraint)])
        }
        guard region == call.region || call.region == "us-east-1" else {
            throw ServiceError(
                "IllegalLocationConstraintException",
                "The \(constraint) location constraint is incompatible for the region specific endpoint this "
                    + "request was sent to.", status: 400)
        }
        return region
    }
}

extension ServiceError {
    static let aclWithOwnershipEnforced = ServiceError(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", status: 400)
}

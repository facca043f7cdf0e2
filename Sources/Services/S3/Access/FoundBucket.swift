import PolicyEngine
import ServiceKit
import Storage
import Wire

/// A bucket as one request finds it, with what decides about the request. A class, since it is handed from step to step.
final class FoundBucket: Sendable {
    let bucket: Bucket
    let access: BucketAccess
    /// Of the bucket and its account together.
    let block: PublicAccessBlock

    init(_ bucket: Bucket, in snapshot: any Snapshot, _ known: KnownSettings<BucketAccess>) throws {
        self.bucket = bucket
        access = try known.find(of: bucket, in: snapshot) ?? .ofNewBucket
        // Without a policy and without lists there is nothing to block.
        let isOpenable = access.policy != nil || !bucket.hasACLsDisabled
        block = isOpenable ? try snapshot.publicAccessBlock(of: bucket) : .all
    }

    /// The policy as it counts for the caller: where public buckets are restricted, the grants of a public policy
    /// reach nobody but the owner's account.
    func policy(for caller: Caller) -> NamedPolicy? {
        let isRestricted =
            block.contains(.restrictPublicBuckets) && access.isPolicyPublic && caller.accountID != bucket.ownerID
        return isRestricted ? access.denials : access.policy
    }
}

extension Snapshot {
    /// Of the bucket and its account together.
    func publicAccessBlock(of bucket: Bucket) throws -> PublicAccessBlock {
        (bucket.publicAccessBlock ?? []).union(try publicAccessBlock(ofAccount: bucket.ownerID) ?? [])
    }
}

extension S3 {
    /// Finds the bucket that a request names, once for all steps of the request.
    /// - Parameter expectedOwner: `x-amz-expected-bucket-owner`; another owner is refused.
    func bucket(_ name: String, expectedOwner: String?, _ call: Call) async throws -> FoundBucket {
        let note = "s3.bucket/" + name
        if let known: FoundBucket = call.memo.find(note) {
            // A copy within a bucket may expect one owner of its source and another of its target.
            try check(known.bucket, ownedBy: expectedOwner)
            return known
        }
        let knownAccess = knownAccess
        let found: FoundBucket? = try await store.read { snapshot in
            guard let bucket: Bucket = try snapshot.find(Bucket.key(name)) else { return nil }
            return try FoundBucket(bucket, in: snapshot, knownAccess)
        }
        guard let found else { throw ServiceError.noSuchBucket(name) }
        try check(found.bucket, expectedOwner: expectedOwner, call)
        call.memo.keep(found, as: note)
        return found
    }

    /// What holds of every request to a bucket before anything is decided.
    /// - Parameter isElsewhere: the signature is not for this bucket's region.
    func check(_ bucket: Bucket, expectedOwner: String?, isElsewhere: Bool = false, _ call: Call) throws {
        try check(bucket, ownedBy: expectedOwner)
        if !isElsewhere { try checkRegion(of: bucket, call) }
        if bucket.requesterPays, call.caller.accountID != bucket.ownerID { try checkPayer(call) }
    }

    private func check(_ bucket: Bucket, ownedBy expected: String?) throws {
        guard let expected else { return }
        guard expected.utf8.count == 12, expected.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw ServiceError(
                "InvalidBucketOwnerAWSAccountID",
                "The value of the expected bucket owner parameter must be an AWS Account ID... [\(expected)]",
                status: 400)
        }
        guard expected == bucket.ownerID else { throw ServiceError.accessDenied() }
    }

    /// Requester Pays: those of other accounts say that they know; nobody can be charged without a name.
    private func checkPayer(_ call: Call) throws {
        if case .anonymous = call.caller { throw ServiceError.accessDenied() }
        guard call.headers.first("x-amz-request-payer") == "requester" else {
            throw ServiceError.accessDenied()
        }
        call.memo.addHeader("x-amz-request-charged", "requester")
    }

    /// A signature of Version 4 names a region, and it must be the bucket's.
    private func checkRegion(of bucket: Bucket, _ call: Call) throws {
        guard call.client.signature.isVersion4, call.region != bucket.region else { return }
        throw ServiceError.wrongRegion(bucket.region, call)
    }
}

extension ServiceError {
    /// The signature's region is another than the one it must be.
    static func wrongRegion(_ expected: String, _ call: Call) -> ServiceError {
        let isQuery = if case .query = call.client.signature { true } else { false }
        let opening = isQuery ? "Error parsing the X-Amz-Credential parameter" : "The authorization header is malformed"
        return ServiceError(
            isQuery ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed",
            "\(opening); the region '\(call.region)' is wrong; expecting '\(expected)'", status: 400,
            members: [("Region", expected)], headers: [("x-amz-bucket-region", expected)])
    }
}

extension Call.SignatureFacts {
    var isVersion4: Bool {
        switch self {
        case .none: false
        case .header(let version), .query(let version, _), .form(let version): version != "AWS"
        }
    }
}

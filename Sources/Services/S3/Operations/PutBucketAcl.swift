import S3Model
import ServiceKit
import Storage

extension S3 {
    func putBucketAcl(_ input: PutBucketAclRequest, _ call: Call) async throws -> PutBucketAclResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call)
        let requested = input.requestedACL
        guard !requested.isEmpty else { throw ServiceError.missingACL }
        let owner = canonicalID(found.bucket.ownerID)
        let list = try requested.list(owner: owner, bucketOwner: owner, isBucket: true, accounts: accounts)
        guard !found.bucket.hasACLsDisabled else { throw ServiceError.aclsNotSupported }
        try await store.write { transaction in
            let bucket = try transaction.require(found.bucket)
            guard let list else { return }
            if list.isPublic, try transaction.publicAccessBlock(of: bucket).contains(.blockPublicACLs) {
                throw ServiceError.publicACLBlocked(PutBucketAclRequest.self, on: Self.arn(input.bucket), call)
            }
            try transaction.set(list, .acl, of: bucket)
        }
        return PutBucketAclResponse()
    }
}

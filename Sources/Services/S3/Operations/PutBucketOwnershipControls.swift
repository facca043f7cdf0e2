import S3Model
import ServiceKit
import Storage

extension S3 {
    func putBucketOwnershipControls(
        _ input: PutBucketOwnershipControlsRequest, _ call: Call
    ) async throws -> PutBucketOwnershipControlsResponse {
        let found = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let rules = input.ownershipControls.rules
        guard rules.count == 1 else { throw ServiceError.malformedXML }
        let ownership = try Ownership(named: rules[0].objectOwnership)
        let ownList = AccessControlList.private(owner: canonicalID(found.ownerID))
        try await store.write { transaction in
            let acl: AccessControlList? = try transaction.setting(.acl, of: try transaction.require(found))
            // Lists that let others in must be emptied before they can be switched off.
            if ownership == .bucketOwnerEnforced, let acl, acl != ownList {
                throw ServiceError.aclWithOwnershipEnforced
            }
            try transaction.change(found) { $0.ownership = ownership }
        }
        return PutBucketOwnershipControlsResponse()
    }
}

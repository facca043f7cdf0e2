import S3Model
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension S3 {
    package var operations: [Operation] {
        bucketOperations + bucketSettingOperations + objectOperations + uploadOperations
    }

    private var bucketOperations: [Operation] {
        [
            signed(listBuckets) { _, _ in
                [Permission("s3:ListAllMyBuckets", on: "arn:aws:s3:::*", namesResource: false)]
            },
            signed(createBucket) { input, call in input.permissions(call) },
            anyone(deleteBucket) { try await onBucket("s3:DeleteBucket", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(headBucket) { try await onBucket("s3:ListBucket", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(listObjects) { try await onListing($0.bucket, $0.expectedBucketOwner, $0.conditionValues, $1) },
            anyone(listObjectsV2) { try await onListing($0.bucket, $0.expectedBucketOwner, $0.conditionValues, $1) },
        ]
    }

    /// Settings that cannot be changed yet answer as those of a bucket that was just made.
    private var bucketSettingOperations: [Operation] {
        [
            anyone(getBucketLocation) {
                try await onBucket("s3:GetBucketLocation", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketVersioning) {
                try await onBucket("s3:GetBucketVersioning", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketCors) { try await onBucket("s3:GetBucketCORS", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(getBucketPolicy) {
                try await onBucket("s3:GetBucketPolicy", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getPublicAccessBlock) {
                try await onBucket("s3:GetBucketPublicAccessBlock", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketEncryption) {
                try await onBucket("s3:GetEncryptionConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketTagging) {
                try await onBucket("s3:GetBucketTagging", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketOwnershipControls) {
                try await onBucket("s3:GetBucketOwnershipControls", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketAcl) { try await onBucket("s3:GetBucketAcl", $0.bucket, $0.expectedBucketOwner, $1) },
        ]
    }

    private var objectOperations: [Operation] {
        [
            anyone(putObject) { try await toWrite($0, ifMatch: $0.ifMatch, $1) },
            anyone(streaming: getObject) {
                try await onObject(
                    $0.action, $0.bucket, $0.key, $0.expectedBucketOwner, versionID: $0.versionId, $1)
            },
            anyone(streaming: headObject) {
                try await onObject(
                    $0.action, $0.bucket, $0.key, $0.expectedBucketOwner, versionID: $0.versionId, $1)
            },
            anyone(copyObject, needs: permissionsToCopy),
            anyone(deleteObject, needs: permissionsToDelete),
            // Each key is decided by itself, and a denied one is an error in the answer.
            anyone(deleteObjects, needs: { _, _ in [] }, bodyLimit: 4 << 20),
        ]
    }

    private var uploadOperations: [Operation] {
        [
            anyone(createMultipartUpload) { try await toWrite($0, $1) },
            anyone(uploadPart) {
                try await onObject("s3:PutObject", $0.bucket, $0.key, $0.expectedBucketOwner, $1)
            },
            anyone(
                completeMultipartUpload,
                needs: { input, call in
                    let bucket = try await requireBucket(input.bucket, expectedOwner: input.expectedBucketOwner)
                    return write(["s3:PutObject"], input.key, in: bucket, ifMatch: input.ifMatch, call)
                }, bodyLimit: 8 << 20),
            anyone(abortMultipartUpload) {
                try await onObject("s3:AbortMultipartUpload", $0.bucket, $0.key, $0.expectedBucketOwner, $1)
            },
            anyone(listParts) {
                try await onObject("s3:ListMultipartUploadParts", $0.bucket, $0.key, $0.expectedBucketOwner, $1)
            },
            anyone(listMultipartUploads) {
                try await onBucket("s3:ListBucketMultipartUploads", $0.bucket, $0.expectedBucketOwner, $1)
            },
        ]
    }
}

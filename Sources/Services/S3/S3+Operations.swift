import S3Model
import ServiceKit
import Storage
import Wire

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension S3 {
    package var operations: [Operation] {
        bucketOperations + settingOperations + emptySettingOperations + accessOperations + objectOperations
            + versionOperations + uploadOperations
    }

    private var bucketOperations: [Operation] {
        [
            signed(listBuckets) { _, _ in
                [Permission("s3:ListAllMyBuckets", on: "arn:aws:s3:::*", namesResource: false)]
            },
            signed(createBucket) { input, call in input.permissions(call) },
            anyone(deleteBucket) { try await onBucket("s3:DeleteBucket", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(headBucket, needs: permissionsToHead),
            anyone(getBucketLocation) {
                try await onBucket("s3:GetBucketLocation", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(listObjects) {
                try await onBucket(
                    "s3:ListBucket", $0.bucket, $0.expectedBucketOwner, $1, context: $0.conditionValues)
            },
            anyone(listObjectsV2) {
                try await onBucket(
                    "s3:ListBucket", $0.bucket, $0.expectedBucketOwner, $1, context: $0.conditionValues)
            },
            anyone(streaming: listObjectVersions) {
                try await onBucket(
                    "s3:ListBucketVersions", $0.bucket, $0.expectedBucketOwner, $1, context: $0.conditionValues)
            },
        ]
    }

    private var settingOperations: [Operation] {
        [
            anyone(getBucketVersioning) {
                try await onBucket("s3:GetBucketVersioning", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketVersioning) {
                try await onBucket("s3:PutBucketVersioning", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketCors) { try await onBucket("s3:GetBucketCORS", $0.bucket, $0.expectedBucketOwner, $1) },
            withBody(putBucketCors, needsDigest: true) {
                try await onBucket("s3:PutBucketCORS", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketCors) {
                try await onBucket("s3:PutBucketCORS", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketTagging) {
                try await onBucket("s3:GetBucketTagging", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketTagging, needsDigest: true) {
                try await onBucket("s3:PutBucketTagging", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketTagging) {
                try await onBucket("s3:PutBucketTagging", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketEncryption) {
                try await onBucket("s3:GetEncryptionConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketEncryption) {
                try await onBucket("s3:PutEncryptionConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketEncryption) {
                try await onBucket("s3:PutEncryptionConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketLifecycleConfiguration) {
                try await onBucket("s3:GetLifecycleConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketLifecycleConfiguration, needsDigest: true) {
                try await onBucket("s3:PutLifecycleConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketLifecycle) {
                try await onBucket("s3:PutLifecycleConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketWebsite) {
                try await onBucket("s3:GetBucketWebsite", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketWebsite) {
                try await onBucket("s3:PutBucketWebsite", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketWebsite) {
                try await onBucket("s3:DeleteBucketWebsite", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketNotificationConfiguration) {
                try await onBucket("s3:GetBucketNotification", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketNotificationConfiguration) {
                try await onBucket("s3:PutBucketNotification", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getObjectLockConfiguration) {
                try await onBucket("s3:GetBucketObjectLockConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putObjectLockConfiguration) {
                try await onBucket("s3:PutBucketObjectLockConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketRequestPayment) {
                try await onBucket("s3:GetBucketRequestPayment", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketRequestPayment) {
                try await onBucket("s3:PutBucketRequestPayment", $0.bucket, $0.expectedBucketOwner, $1)
            },
        ]
    }

    /// What cannot be switched on: read as in a bucket that was just made.
    private var emptySettingOperations: [Operation] {
        [
            anyone(getBucketLogging) {
                try await onBucket("s3:GetBucketLogging", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketAccelerateConfiguration) {
                try await onBucket("s3:GetAccelerateConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketAbac) { try await onBucket("s3:GetBucketAbac", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(getBucketMetadataConfiguration) {
                try await onBucket("s3:GetBucketMetadataTableConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketMetadataTableConfiguration) {
                try await onBucket("s3:GetBucketMetadataTableConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketReplication) {
                try await onBucket("s3:GetReplicationConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketAnalyticsConfiguration) {
                try await onBucket("s3:GetAnalyticsConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(listBucketAnalyticsConfigurations) {
                try await onBucket("s3:GetAnalyticsConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketIntelligentTieringConfiguration) {
                try await onBucket("s3:GetIntelligentTieringConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(listBucketIntelligentTieringConfigurations) {
                try await onBucket("s3:GetIntelligentTieringConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketInventoryConfiguration) {
                try await onBucket("s3:GetInventoryConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(listBucketInventoryConfigurations) {
                try await onBucket("s3:GetInventoryConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketMetricsConfiguration) {
                try await onBucket("s3:GetMetricsConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(listBucketMetricsConfigurations) {
                try await onBucket("s3:GetMetricsConfiguration", $0.bucket, $0.expectedBucketOwner, $1)
            },
        ]
    }

    private var accessOperations: [Operation] {
        [
            anyone(getBucketPolicy) { try await ofOwner("s3:GetBucketPolicy", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(putBucketPolicy) { try await ofOwner("s3:PutBucketPolicy", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(deleteBucketPolicy) {
                try await ofOwner("s3:DeleteBucketPolicy", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketPolicyStatus) {
                try await onBucket("s3:GetBucketPolicyStatus", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getPublicAccessBlock) {
                try await onBucket("s3:GetBucketPublicAccessBlock", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putPublicAccessBlock) {
                try await onBucket("s3:PutBucketPublicAccessBlock", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deletePublicAccessBlock) {
                try await onBucket("s3:PutBucketPublicAccessBlock", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketOwnershipControls) {
                try await onBucket("s3:GetBucketOwnershipControls", $0.bucket, $0.expectedBucketOwner, $1)
            },
            withBody(putBucketOwnershipControls) {
                try await onBucket("s3:PutBucketOwnershipControls", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(deleteBucketOwnershipControls) {
                try await onBucket("s3:PutBucketOwnershipControls", $0.bucket, $0.expectedBucketOwner, $1)
            },
            anyone(getBucketAcl) { try await onBucket("s3:GetBucketAcl", $0.bucket, $0.expectedBucketOwner, $1) },
            withBody(putBucketAcl) { try await onBucket("s3:PutBucketAcl", $0.bucket, $0.expectedBucketOwner, $1) },
            anyone(getObjectAcl) { try await onObject("s3:GetObjectAcl", $0, $1) },
            changing(putObjectAcl) { try await onObject("s3:PutObjectAcl", $0, $1) },
        ]
    }

    private var objectOperations: [Operation] {
        [
            anyone(putObject) { try await toWrite($0, ifMatch: $0.ifMatch, $1) },
            anyone(streaming: getObject) { try await onObject("s3:GetObject", $0, $1) },
            anyone(streaming: headObject) {
                try await onObject(["s3:GetObject"], $0, decrypts: $0.checksumMode == .enabled, $1)
            },
            anyone(getObjectAttributes) {
                try await onObject(["s3:GetObject", "s3:GetObjectAttributes"], $0, $1)
            },
            anyone(copyObject, needs: permissionsToCopy),
            anyone(deleteObject, needs: permissionsToDelete),
            // Each key is decided by itself, and a denied one is an error in the answer.
            withBody(deleteObjects, needsDigest: true, bodyLimit: 4 << 20) { _, _ in [] },
        ]
    }

    private var versionOperations: [Operation] {
        [
            anyone(getObjectTagging) { try await onObject("s3:GetObjectTagging", $0, $1) },
            changing(putObjectTagging, needsDigest: true, needs: permissionsToTag),
            changing(deleteObjectTagging) { try await onObject("s3:DeleteObjectTagging", $0, $1) },
            anyone(getObjectRetention) { try await onObject("s3:GetObjectRetention", $0, $1) },
            changing(putObjectRetention, needsDigest: true, needs: permissionsToRetain),
            anyone(getObjectLegalHold) { try await onObject("s3:GetObjectLegalHold", $0, $1) },
            changing(putObjectLegalHold, needsDigest: true, needs: permissionsToHold),
        ]
    }

    private var uploadOperations: [Operation] {
        [
            anyone(createMultipartUpload) { try await toWrite($0, $1) },
            anyone(uploadPart, needs: permissionsToUploadPart),
            anyone(uploadPartCopy, needs: permissionsToCopyPart),
            // Its checksum headers are of the object, not of the document.
            anyone(completeMultipartUpload, needs: permissionsToComplete, bodyLimit: 8 << 20),
            anyone(abortMultipartUpload) {
                try await onOwnUpload("s3:AbortMultipartUpload", $0, $1)
            },
            anyone(listParts) {
                try await onOwnUpload("s3:ListMultipartUploadParts", $0, $1) + keyPermissions($0, $1)
            },
            anyone(listMultipartUploads) {
                try await onBucket(
                    "s3:ListBucketMultipartUploads", $0.bucket, $0.expectedBucketOwner, $1)
            },
        ]
    }

    /// An operation that changes a version where it stands.
    private func changing<Input: OperationInput & NamesObject>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output, needsDigest: Bool = false,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission]
    ) -> Operation {
        withBody(renewing(perform, needs: permissions), needsDigest: needsDigest, needs: permissions)
    }

    /// An operation with a document for a body, whose digest is looked at.
    /// - Parameter needsDigest: S3 wants Content-MD5 or a checksum with it.
    private func withBody<Input: OperationInput>(
        _ perform: @escaping @Sendable (Input, Call) async throws -> Input.Output, needsDigest: Bool = false,
        bodyLimit: Int = BodyLimit.standard,
        needs permissions: @escaping @Sendable (Input, Call) async throws -> [Permission]
    ) -> Operation {
        anyone(
            { input, call in
                try BodyExpectation.check(call, isRequired: needsDigest)
                return try await perform(input, call)
            }, needs: permissions, bodyLimit: bodyLimit)
    }
}

import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Uploads under way, by key and then by id.
    func listMultipartUploads(
        _ input: ListMultipartUploadsRequest, _ call: Call
    ) async throws -> ListMultipartUploadsResponse {
        try checkListing(maxKeys: input.maxUploads, named: "max-uploads", encoding: input.encodingType)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let limit = min(input.maxUploads ?? Self.largestPage, Self.largestPage)
        let listing = try await store.read { try UploadListing(input, limit: limit, of: bucket, in: $0) }
        let encoding = input.encodingType
        let owner = owner(bucket.ownerID)
        return ListMultipartUploadsResponse(
            bucket: bucket.name, keyMarker: ObjectListing.shown((input.keyMarker ?? "").utf8, encoding),
            uploadIdMarker: input.keyMarker?.isEmpty == false ? input.uploadIdMarker ?? "" : "",
            nextKeyMarker: ObjectListing.shown((listing.lastKey ?? "").utf8, encoding),
            prefix: input.prefix.map { ObjectListing.shown($0.utf8, encoding) },
            delimiter: ObjectListing.shown(delimiter: input.delimiter, encoding),
            nextUploadIdMarker: listing.lastUploadID ?? "", maxUploads: limit,
            isTruncated: listing.isTruncated,
            uploads: listing.uploads.map { upload in
                MultipartUpload(
                    uploadId: upload.id, key: ObjectListing.shown(upload.name.utf8, encoding),
                    initiated: upload.initiatedAt, storageClass: StorageClass(rawValue: upload.attributes.storageClass),
                    owner: owner, initiator: Initiator(id: upload.initiator, displayName: upload.initiator),
                    checksumAlgorithm: upload.shownChecksumKind.map { ChecksumAlgorithm(rawValue: $0.rawValue) },
                    checksumType: upload.shownChecksumKind.map { _ in
                        upload.wantsFullObjectChecksum ? .fullObject : .composite
                    })
            },
            commonPrefixes: listing.groups.map { CommonPrefix(prefix: ObjectListing.shown($0.utf8, encoding)) },
            encodingType: encoding)
    }
}

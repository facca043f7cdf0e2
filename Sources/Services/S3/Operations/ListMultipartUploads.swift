import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Uploads under way, by key and then by id.
    func listMultipartUploads(
        _ input: ListMultipartUploadsRequest, _ call: Call
    ) async throws -> ListMultipartUploadsResponse {
        try checkListing(maxKeys: input.maxUploads, encoding: input.encodingType)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let limit = min(input.maxUploads ?? Self.largestPage, Self.largestPage)
        let listing = try await store.read { try UploadListing(input, limit: limit, of: bucket, in: $0) }
        let encoding = input.encodingType
        let owner = owner(bucket.ownerID)
        return ListMultipartUploadsResponse(
            bucket: bucket.name, keyMarker: ObjectListing.shown((input.keyMarker ?? "").utf8, encoding),
            uploadIdMarker: input.keyMarker?.isEmpty == false ? input.uploadIdMarker ?? "" : "",
            nextKeyMarker: listing.isTruncated ? listing.lastKey.map { ObjectListing.shown($0.utf8, encoding) } : nil,
            prefix: input.prefix.map { ObjectListing.shown($0.utf8, encoding) },
            delimiter: input.delimiter.map { ObjectListing.shown($0.utf8, encoding) },
            nextUploadIdMarker: listing.isTruncated ? listing.lastUploadID : nil, maxUploads: limit,
            isTruncated: listing.isTruncated,
            uploads: listing.uploads.map { upload in
                MultipartUpload(
                    uploadId: upload.id, key: ObjectListing.shown(upload.name.utf8, encoding),
                    initiated: upload.initiatedAt, storageClass: StorageClass(rawValue: upload.attributes.storageClass),
                    owner: owner, initiator: Initiator(id: upload.initiator, displayName: upload.initiator),
                    checksumAlgorithm: upload.shownChecksumKind.map { ChecksumAlgorithm(rawValue: $0.rawValue) })
            },
            commonPrefixes: listing.groups.map { CommonPrefix(prefix: ObjectListing.shown($0.utf8, encoding)) },
            encodingType: encoding)
    }
}

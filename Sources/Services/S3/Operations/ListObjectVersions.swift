import Checksums
import S3Model
import ServiceKit
import Storage

extension S3 {
    /// Every version and delete marker of a bucket's keys.
    func listObjectVersions(
        _ input: ListObjectVersionsRequest, _ call: Call
    ) async throws -> Streamed<ListObjectVersionsResponse> {
        try checkListing(maxKeys: input.maxKeys, encoding: input.encodingType)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let request = try Self.request(input)
        let listing = try await store.read { try VersionListing(request, of: bucket, in: $0) }
        let encoding = input.encodingType
        let answer = ListObjectVersionsResponse(
            isTruncated: listing.next != nil, keyMarker: ObjectListing.shown((input.keyMarker ?? "").utf8, encoding),
            versionIdMarker: input.versionIdMarker ?? "",
            nextKeyMarker: listing.next.map { ObjectListing.shown($0.key, encoding) },
            nextVersionIdMarker: listing.next?.version?.text, name: bucket.name,
            prefix: ObjectListing.shown((input.prefix ?? "").utf8, encoding),
            delimiter: ObjectListing.shown(delimiter: input.delimiter, encoding),
            maxKeys: input.maxKeys ?? Self.largestPage,
            commonPrefixes: listing.groups.map { CommonPrefix(prefix: ObjectListing.shown($0, encoding)) },
            encodingType: encoding)
        let entries = listing.entries.map { shown($0, bucket, encoding) }
        return Streamed(answer, body: .bytes(answer.document(with: entries)))
    }

    private static func request(_ input: ListObjectVersionsRequest) throws -> VersionListing.Request {
        if let marker = input.versionIdMarker, input.keyMarker?.isEmpty != false {
            throw ServiceError.invalidArgument(
                "A version-id marker cannot be specified without a key marker.", name: "version-id-marker",
                value: marker)
        }
        let marker = try input.versionIdMarker.map { text in
            guard let id = VersionID(text) else {
                throw ServiceError.invalidArgument(
                    text.isEmpty ? "A version-id marker cannot be empty." : "Invalid version id specified",
                    name: "version-id-marker", value: text)
            }
            return id
        }
        return VersionListing.Request(
            prefix: input.prefix ?? "", delimiter: input.delimiter, keyMarker: input.keyMarker, versionMarker: marker,
            limit: min(input.maxKeys ?? largestPage, largestPage))
    }

    private func shown(_ entry: VersionListing.Entry, _ bucket: Bucket, _ encoding: EncodingType?) -> VersionEntry {
        let object = entry.object
        guard !object.isDeleteMarker else {
            let marker = DeleteMarkerEntry(
                owner: owner(ownerID(of: object, in: bucket)), key: ObjectListing.shown(object.name, encoding),
                versionId: object.versionID.text, isLatest: entry.isLatest, lastModified: object.modifiedAt)
            return .deleteMarker(marker)
        }
        let version = ObjectVersion(
            eTag: object.quotedETag,
            checksumAlgorithm: object.checksum.map { [ChecksumAlgorithm(rawValue: $0.kind.rawValue)] },
            checksumType: object.checksum?.type, size: object.size,
            storageClass: ObjectVersionStorageClass(rawValue: object.storageClass),
            key: ObjectListing.shown(object.name, encoding), versionId: object.versionID.text,
            isLatest: entry.isLatest, lastModified: object.modifiedAt, owner: owner(ownerID(of: object, in: bucket)))
        return .version(version)
    }
}

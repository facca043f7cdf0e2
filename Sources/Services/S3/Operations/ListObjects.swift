import S3Model
import ServiceKit
import Storage

extension S3 {
    func listObjects(_ input: ListObjectsRequest, _ call: Call) async throws -> ListObjectsResponse {
        try checkListing(maxKeys: input.maxKeys, encoding: input.encodingType)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let limit = min(input.maxKeys ?? Self.largestPage, Self.largestPage)
        let request = ObjectListing.Request(
            prefix: input.prefix ?? "", delimiter: input.delimiter, after: input.marker, limit: limit)
        let listing = try await store.read { try ObjectListing(request, of: bucket, in: $0) }
        let encoding = input.encodingType
        // Without a delimiter callers go on from the last key they saw.
        let marksNext = listing.next != nil && input.delimiter?.isEmpty == false
        return ListObjectsResponse(
            isTruncated: listing.next != nil, marker: ObjectListing.shown((input.marker ?? "").utf8, encoding),
            nextMarker: marksNext ? listing.next.map { ObjectListing.shown($0.last, encoding) } : nil,
            contents: listing.objects.map { shown($0, encoding, in: bucket, withOwner: true) }, name: bucket.name,
            prefix: ObjectListing.shown((input.prefix ?? "").utf8, encoding),
            delimiter: ObjectListing.shown(delimiter: input.delimiter, encoding),
            maxKeys: input.maxKeys ?? Self.largestPage,
            commonPrefixes: listing.groups.map { CommonPrefix(prefix: ObjectListing.shown($0, encoding)) },
            encodingType: encoding)
    }
}

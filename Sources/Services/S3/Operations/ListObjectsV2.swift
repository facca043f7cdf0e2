import S3Model
import ServiceKit
import Storage

extension S3 {
    func listObjectsV2(_ input: ListObjectsV2Request, _ call: Call) async throws -> ListObjectsV2Response {
        try checkListing(maxKeys: input.maxKeys, encoding: input.encodingType)
        let bucket = try await bucket(input.bucket, expectedOwner: input.expectedBucketOwner, call).bucket
        let scope = "ListObjectsV2/\(bucket.incarnation)"
        let from = try input.continuationToken.map { token in
            guard !token.isEmpty, let key = tokens.key(of: token, scope: scope) else {
                throw ServiceError.invalidArgument(
                    "The continuation token provided is incorrect", name: "continuation-token", value: token)
            }
            return key
        }
        let limit = min(input.maxKeys ?? Self.largestPage, Self.largestPage)
        let request = ObjectListing.Request(
            prefix: input.prefix ?? "", delimiter: input.delimiter, after: from == nil ? input.startAfter : nil,
            from: from, limit: limit)
        let listing = try await store.read { try ObjectListing(request, of: bucket, in: $0) }
        let encoding = input.encodingType
        let showsOwner = input.fetchOwner == true
        return ListObjectsV2Response(
            isTruncated: listing.next != nil,
            contents: listing.objects.map { shown($0, encoding, in: bucket, withOwner: showsOwner) },
            name: bucket.name, prefix: ObjectListing.shown((input.prefix ?? "").utf8, encoding),
            delimiter: ObjectListing.shown(delimiter: input.delimiter, encoding),
            maxKeys: input.maxKeys ?? Self.largestPage,
            commonPrefixes: listing.groups.map { CommonPrefix(prefix: ObjectListing.shown($0, encoding)) },
            encodingType: encoding, keyCount: listing.objects.count + listing.groups.count,
            continuationToken: input.continuationToken,
            nextContinuationToken: try listing.next.map { try tokens.token(for: $0.from, scope: scope) },
            startAfter: input.startAfter.map { ObjectListing.shown($0.utf8, encoding) })
    }
}

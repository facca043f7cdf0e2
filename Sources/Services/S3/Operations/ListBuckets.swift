import S3Model
import ServiceKit
import Storage

extension S3 {
    /// The buckets of the caller's account, by name.
    func listBuckets(_ input: ListBucketsRequest, _ call: Call) async throws -> ListBucketsResponse {
        let account = call.caller.accountID ?? accounts.standard.id
        let scope = "ListBuckets/\(account)"
        // An empty one is none.
        let start = try input.continuationToken.flatMap { $0.isEmpty ? nil : $0 }.map { token in
            guard let key = tokens.key(of: token, scope: scope) else {
                throw ServiceError.invalidArgument(
                    "The continuation token provided is incorrect", name: "continuation-token", value: token)
            }
            return key
        }
        let limit = input.maxBuckets ?? 10_000
        guard (1...10_000).contains(limit) else {
            throw ServiceError.invalidArgument(
                "Argument max-buckets must be an integer between 1 and 10000", name: "max-buckets",
                value: String(limit))
        }
        if let region = input.bucketRegion, region != "us-east-1",
            !BucketLocationConstraint.knownValues.contains(region)
        {
            throw ServiceError(
                "InvalidArgument", "Argument value \(region) is not a valid AWS Region", status: 400,
                members: [("ArgumentName", "bucket-region")])
        }
        let index = Bucket.ownerIndex(account).raw((input.prefix ?? "").utf8)
        let page: RecordPage<Bucket> = try await store.read { snapshot in
            try snapshot.list(index: index, from: start, limit: limit)
        }
        let buckets = page.records.filter { input.bucketRegion == nil || $0.region == input.bucketRegion }
        let showsRegion =
            input.maxBuckets != nil || input.prefix != nil || input.bucketRegion != nil
            || input.continuationToken != nil
        return ListBucketsResponse(
            buckets: buckets.map { bucket in
                S3Model.Bucket(
                    name: bucket.name, creationDate: bucket.createdAt,
                    bucketRegion: showsRegion ? bucket.region : nil, bucketArn: Self.arn(bucket.name))
            },
            owner: owner(account),
            continuationToken: try page.next.map { try tokens.token(for: $0, scope: scope) },
            prefix: input.prefix)
    }
}

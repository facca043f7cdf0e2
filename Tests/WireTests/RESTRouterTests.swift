import S3Model
import Testing
import Wire

@Suite struct RESTRouterTests {
    @Test(arguments: [
        ("GET", "", "ListBuckets"), ("GET", "b", "ListObjects"), ("GET", "b?list-type=2", "ListObjectsV2"),
        ("GET", "b?list-type=1", "ListObjects"), ("GET", "b?unknown", "ListObjects"),
        ("GET", "b?prefix=x&delimiter=/", "ListObjects"), ("GET", "b?location", "GetBucketLocation"),
        ("GET", "b?location=", "GetBucketLocation"), ("GET", "b?uploads", "ListMultipartUploads"),
        ("GET", "b?versions", "ListObjectVersions"),
        ("GET", "b?lifecycle", "GetBucketLifecycleConfiguration"),
        ("GET", "b?notification", "GetBucketNotificationConfiguration"),
        ("GET", "b?inventory&id=1", "GetBucketInventoryConfiguration"),
        ("GET", "b?inventory", "ListBucketInventoryConfigurations"), ("HEAD", "b", "HeadBucket"),
        ("POST", "b?delete", "DeleteObjects"), ("PUT", "b", "CreateBucket"), ("DELETE", "b", "DeleteBucket"),
        ("PUT", "b?policy", "PutBucketPolicy"), ("DELETE", "b?policy", "DeleteBucketPolicy"),
        ("GET", "b/k", "GetObject"), ("GET", "b/k?x-id=GetObject&versionId=1", "GetObject"),
        ("GET", "b/k?uploadId=1", "ListParts"), ("GET", "b/k?attributes", "GetObjectAttributes"),
        ("HEAD", "b/k", "HeadObject"), ("PUT", "b/k", "PutObject"),
        ("PUT", "b/k?x-id=PutObject", "PutObject"),
        ("PUT", "b/k?partNumber=1&uploadId=u", "UploadPart"), ("PUT", "b/k?partNumber=1", nil),
        ("PUT", "b/k copy", "CopyObject"), ("PUT", "b/k?partNumber=1&uploadId=u copy", "UploadPartCopy"),
        ("PUT", "b/k?tagging", "PutObjectTagging"), ("POST", "b/k?uploads", "CreateMultipartUpload"),
        ("POST", "b/k?uploadId=u", "CompleteMultipartUpload"), ("DELETE", "b/k", "DeleteObject"),
        ("DELETE", "b/k?uploadId=u", "AbortMultipartUpload"), ("POST", "b", nil), ("PATCH", "b/k", nil),
        ("PUT", "", nil),
    ])
    func findsTheMostSpecificOperation(_ method: String, _ target: String, _ wanted: String?) {
        let isCopy = target.hasSuffix(" copy")
        let parts = target.dropLast(isCopy ? 5 : 0)
            .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first ?? ""
        let found = S3Routes.router.operation(
            method: method, level: path.contains("/") ? .object : path.isEmpty ? .service : .bucket,
            query: PercentCoding.parseQuery(parts.count > 1 ? String(parts[1]) : ""),
            headers: HeaderFields(isCopy ? [("X-Amz-Copy-Source", "/b/o")] : []))
        #expect(found == wanted)
    }

    /// Were the name ignored, a request about a subresource would delete, overwrite or make what it stands on.
    @Test(arguments: [
        ("DELETE", "b/k?acl"), ("DELETE", "b/k?retention"), ("DELETE", "b/k?legal-hold"), ("DELETE", "b/k?uploads"),
        ("DELETE", "b/k?attributes"), ("DELETE", "b/k?partNumber=1"), ("DELETE", "b?acl"), ("DELETE", "b?versioning"),
        ("DELETE", "b?location"), ("DELETE", "b?logging"), ("DELETE", "b?notification"), ("DELETE", "b?uploads"),
        ("DELETE", "b?requestPayment"), ("DELETE", "b?versions"), ("DELETE", "b?object-lock"), ("DELETE", "b?abac"),
        ("DELETE", "b?policyStatus"), ("DELETE", "b?accelerate"), ("DELETE", "b?session"), ("DELETE", "b?uploadId=u"),
        ("PUT", "b/k?uploadId=u"), ("PUT", "b/k?partNumber=1 copy"), ("PUT", "b/k?uploads"), ("PUT", "b/k?restore"),
        ("PUT", "b/k?torrent"), ("PUT", "b/k?attributes"), ("PUT", "b/k?policy"), ("PUT", "b?versions"),
        ("PUT", "b?uploads"), ("PUT", "b?location"), ("PUT", "b?policyStatus"), ("PUT", "b?delete"),
        ("GET", "b/k?uploads"), ("GET", "b/k?versions"), ("GET", "b?uploadId=1"), ("GET", "b?partNumber=1"),
        ("HEAD", "b/k?acl"), ("HEAD", "b?versioning"), ("GET", "?acl"), ("GET", "b?acl&versioning"),
        ("POST", "b?delete&acl"), ("POST", "b/k?uploads&uploadId=u"),
    ])
    func aSubresourceIsNotOverlooked(_ method: String, _ target: String) {
        findsTheMostSpecificOperation(method, target, nil)
    }

    @Test(arguments: [
        ("GET", "b/k?partNumber=2", "GetObject"), ("HEAD", "b/k?partNumber=2&versionId=v", "HeadObject"),
        ("DELETE", "b/k?versionId=v&x-id=DeleteObject", "DeleteObject"),
        ("GET", "b/k?response-content-type=a&X-Amz-Signature=s&AWSAccessKeyId=a&Expires=1", "GetObject"),
        ("DELETE", "b?analytics&id=1", "DeleteBucketAnalyticsConfiguration"), ("DELETE", "b?Acl", "DeleteBucket"),
        ("POST", "b/k?select&select-type=2", "SelectObjectContent"),
    ])
    func whatTellsNoOperationsApartIsLeftAlone(_ method: String, _ target: String, _ wanted: String) {
        findsTheMostSpecificOperation(method, target, wanted)
    }

    @Test func knowsWhatItDoesNotServe() {
        let unserved = S3Operations.all.first { $0.name == "PutBucketReplication" }
        #expect(unserved?.isServed == false)
        #expect(S3Operations.all.contains { $0.name == "GetObject" && $0.isServed })
    }
}

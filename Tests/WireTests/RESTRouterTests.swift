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
        ("PUT", "b/k?partNumber=1&uploadId=u", "UploadPart"), ("PUT", "b/k?partNumber=1", "PutObject"),
        ("PUT", "b/k copy", "CopyObject"), ("PUT", "b/k?partNumber=1&uploadId=u copy", "UploadPartCopy"),
        ("PUT", "b/k?tagging", "PutObjectTagging"), ("POST", "b/k?uploads", "CreateMultipartUpload"),
        ("POST", "b/k?uploadId=u", "CompleteMultipartUpload"), ("DELETE", "b/k", "DeleteObject"),
        ("DELETE", "b/k?uploadId=u", "AbortMultipartUpload"), ("POST", "b", nil), ("PATCH", "b/k", nil),
        ("PUT", "", nil),
    ])
    func findsTheMostSpecificOperation(_ method: String, _ target: String, _ wanted: String?) {
        let isCopy = target.hasSuffix(" copy")
        let parts = target.dropLast(isCopy ? 5 : 0).split(separator: "?", maxSplits: 1)
        let path = parts.first ?? ""
        let found = S3Routes.router.operation(
            method: method, level: path.contains("/") ? .object : path.isEmpty ? .service : .bucket,
            query: PercentCoding.parseQuery(parts.count > 1 ? parts[1] : ""),
            headers: HeaderFields(isCopy ? [("X-Amz-Copy-Source", "/b/o")] : []))
        #expect(found == wanted)
    }

    @Test func knowsWhatItDoesNotServe() {
        let unserved = S3Operations.all.first { $0.name == "PutBucketReplication" }
        #expect(unserved?.isServed == false)
        #expect(S3Operations.all.contains { $0.name == "GetObject" && $0.isServed })
    }
}

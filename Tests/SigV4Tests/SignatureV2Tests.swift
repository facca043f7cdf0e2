import CivilTime
import FoundationEssentials
import SigV4
import Testing

/// The examples of S3's "Signing and authenticating REST requests".
@Suite struct SignatureV2Tests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let target: String
        let bucketInHost: String?
        let headers: [[String]]
        let signature: String
    }

    static let examples = [
        Example(
            testDescription: "Object GET", method: "GET", target: "/photos/puppy.jpg",
            bucketInHost: "johnsmith", headers: [["Date", "Tue, 27 Mar 2007 19:36:42 +0000"]],
            signature: "bWq2s1WEIj+Ydj0vQ697zp+IXMU="),
        Example(
            testDescription: "Object PUT", method: "PUT", target: "/photos/puppy.jpg",
            bucketInHost: "johnsmith",
            headers: [
                ["Content-Type", "image/jpeg"], ["Content-Length", "94328"],
                ["Date", "Tue, 27 Mar 2007 21:15:45 +0000"],
            ], signature: "MyyxeRY7whkBe+bq8fHCL/2kKUg="),
        Example(
            testDescription: "List", method: "GET", target: "/?prefix=photos&max-keys=50&marker=puppy",
            bucketInHost: "johnsmith", headers: [["Date", "Tue, 27 Mar 2007 19:42:41 +0000"]],
            signature: "htDYFYduRNen8P9ZfE/s9SuKy0U="),
        Example(
            testDescription: "Fetch", method: "GET", target: "/?acl", bucketInHost: "johnsmith",
            headers: [["Date", "Tue, 27 Mar 2007 19:44:46 +0000"]],
            signature: "c2WLPFtWHVgbEmeEG93a4cG37dM="),
        Example(
            testDescription: "Upload", method: "PUT", target: "/db-backup.dat.gz",
            bucketInHost: "static.johnsmith.net",
            headers: [
                ["Date", "Tue, 27 Mar 2007 21:06:08 +0000"], ["x-amz-acl", "public-read"],
                ["content-type", "application/x-download"], ["Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="],
                ["X-Amz-Meta-ReviewedBy", "joe@johnsmith.net"],
                ["X-Amz-Meta-ReviewedBy", "jane@johnsmith.net"],
                ["X-Amz-Meta-FileChecksum", "0x02661779"], ["X-Amz-Meta-ChecksumAlgorithm", "crc32"],
            ], signature: "ilyl83RwaSoYIEdixDQcA4OnAnc="),
        Example(
            testDescription: "List all my buckets", method: "GET", target: "/", bucketInHost: nil,
            headers: [["Date", "Wed, 28 Mar 2007 01:29:59 +0000"]],
            signature: "qGdzdERIC03wnaRNKh6OqZehG9s="),
        Example(
            testDescription: "Unicode keys", method: "GET",
            target: "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re", bucketInHost: nil,
            headers: [["Date", "Wed, 28 Mar 2007 01:49:49 +0000"]],
            signature: "DNEZGsoieTZ92F3bUfSPQcbGmlM="),
    ]

    private func request(_ example: Example) -> SignableRequest {
        let parts = example.target.split(separator: "?", maxSplits: 1)
        let authorization = "AWS \(ExampleKeys.accessKeyID):\(example.signature)"
        return SignableRequest(
            method: example.method, rawPath: String(parts[0]),
            rawQuery: parts.count > 1 ? String(parts[1]) : "",
            headers: example.headers.map { ($0[0], $0[1]) } + [("Authorization", authorization)])
    }

    @Test(arguments: examples) func verifies(_ example: Example) throws {
        let request = request(example)
        let signature = try signed(request)
        #expect(signature.accessKeyID == ExampleKeys.accessKeyID)
        let now = try #require(signature.time)
        try signature.verifyV2(
            request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: example.bucketInHost,
            now: now)
    }

    @Test(arguments: examples) func refusesAfterFifteenMinutes(_ example: Example) throws {
        let request = request(example)
        let signature = try signed(request)
        let now = try #require(signature.time).addingTimeInterval(901)
        #expect(throws: SignatureError.skewed(requestTime: now.addingTimeInterval(-901), serverTime: now)) {
            try signature.verifyV2(
                request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: example.bucketInHost,
                now: now)
        }
    }

    /// A presigned URL's signature covers `Expires` in the date's place.
    @Test func presignedQuery() throws {
        var request = SignableRequest(
            method: "GET", rawPath: "/photos/puppy.jpg", headers: [("Host", "johnsmith.s3.amazonaws.com")])
        request.rawQuery =
            "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE"
            + "&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620"
        let bucket = "johnsmith"
        let signature = try signed(request)
        try signature.verifyV2(
            request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: bucket,
            now: Date(timeIntervalSince1970: 1_175_139_620))
        let late = Date(timeIntervalSince1970: 1_175_139_621)
        #expect(
            throws: SignatureError.expired(at: late.addingTimeInterval(-1), serverTime: late, lifetime: nil)
        ) {
            try signature.verifyV2(
                request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: bucket, now: late)
        }
    }

    /// What Version 2 does not sign may not tell what a request is for.
    @Test(arguments: ["attributes", "encryption", "legal-hold=", "publicAccessBlock", "r%65tention", "retention=x"])
    func refusesOperationsItDoesNotSign(_ parameter: String) throws {
        let request = SignableRequest(
            method: "GET", rawPath: "/photos/puppy.jpg",
            rawQuery: "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE"
                + "&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620&" + parameter,
            headers: [("Host", "johnsmith.s3.amazonaws.com")])
        let signature = try signed(request)
        #expect(throws: SignatureError.unsupportedAuthorization("AWS")) {
            try signature.verifyV2(
                request, secretAccessKey: ExampleKeys.secretAccessKey, bucketInHost: "johnsmith",
                now: Date(timeIntervalSince1970: 1_175_139_620))
        }
    }

    @Test(arguments: [
        "AWSAccessKeyId=AKIA&Expires=1", "Signature=x&Expires=1", "AWSAccessKeyId=A&Signature=x",
    ])
    func refusesAnIncompleteQuery(_ query: String) {
        let request = SignableRequest(method: "GET", rawPath: "/b/k", rawQuery: query, headers: [])
        #expect(throws: SignatureError.incompleteV2) { try PresentedSignature.parse(request) }
    }
}

import FoundationEssentials
import SigV4
import Testing

/// The worked examples of AWS's signature documents.
@Suite struct DocumentedExamplesTests {
    private let emptyHash = PayloadDeclaration.emptyHash
    private let host = "examplebucket.s3.amazonaws.com"

    private func request(
        _ method: String, _ path: String, _ query: String = "", signedHeaders: String, signature: String,
        hash: String, _ more: [(name: String, value: String)] = []
    ) -> SignableRequest {
        let scope = "20130524/us-east-1/s3/aws4_request"
        let credential = "Credential=\(ExampleKeys.accessKeyID)/\(scope)"
        return SignableRequest(
            method: method, rawPath: path, rawQuery: query,
            headers: [
                ("Host", host), ("x-amz-content-sha256", hash), ("x-amz-date", "20130524T000000Z"),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 \(credential),SignedHeaders=\(signedHeaders),Signature=\(signature)"
                ),
            ] + more)
    }

    @Test func getObjectWithRange() throws {
        let request = request(
            "GET", "/test.txt", signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", hash: emptyHash,
            [("Range", "bytes=0-9")])
        try verify(request, service: "s3", region: "us-east-1", now: "20130524T001000Z")
    }

    @Test func putObject() throws {
        let request = request(
            "PUT", "/test$file.text",
            signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            hash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")])
        try verify(request, now: "20130524T000000Z")
    }

    @Test func getBucketLifecycle() throws {
        let request = request(
            "GET", "/", "lifecycle", signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", hash: emptyHash)
        try verify(request, now: "20130524T000000Z")
    }

    @Test func listObjects() throws {
        let request = request(
            "GET", "/", "max-keys=2&prefix=J", signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", hash: emptyHash)
        try verify(request, now: "20130524T000000Z")
    }

    private var presigned: SignableRequest {
        let credential = "\(ExampleKeys.accessKeyID)%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        return SignableRequest(
            method: "GET", rawPath: "/test.txt",
            rawQuery: "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(credential)"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            headers: [("Host", host)])
    }

    @Test func presignedGetObject() throws { try verify(presigned, now: "20130524T235959Z") }

    @Test func presignedGetObjectTheDayAfter() {
        let error = SignatureError.expired(
            at: date("20130525T000000Z"), serverTime: date("20130525T000001Z"), lifetime: 86400)
        #expect(throws: error) { try verify(presigned, now: "20130525T000001Z") }
    }

    @Test func presignedGetObjectTooEarly() {
        let error = SignatureError.notYetValid(
            from: date("20130524T000000Z"), serverTime: date("20130523T234459Z"))
        #expect(throws: error) { try verify(presigned, now: "20130523T234459Z") }
    }

    /// The IAM example of the general reference.
    @Test func listUsers() throws {
        let request = SignableRequest(
            method: "GET", rawPath: "/", rawQuery: "Action=ListUsers&Version=2010-05-08",
            headers: [
                ("Host", "iam.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z"),
                ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                        + "SignedHeaders=content-type;host;x-amz-date, Signature="
                        + "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
                ),
            ])
        let signature = try signed(request)
        let scope = CredentialScope(date: "20150830", region: "us-east-1", service: "iam")
        #expect(signature.scope == scope)
        let key = SigningKey(secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope: scope)
        try signature.verify(
            request, payloadHash: emptyHash, key: key,
            expecting: SignatureExpectation(.other, service: "iam"),
            now: date("20150830T124000Z"))
    }
}

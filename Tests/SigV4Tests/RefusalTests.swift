import CivilTime
import FoundationEssentials
import SigV4
import Testing

/// What is refused, why, and in AWS's words.
@Suite struct RefusalTests {
    private let now = "20261121T033000Z"
    private let signer = RequestSigner(
        accessKeyID: ExampleKeys.accessKeyID, secretAccessKey: ExampleKeys.secretAccessKey,
        region: "us-east-1", service: "s3")

    private func signedRequest(_ headers: [(name: String, value: String)] = []) -> SignableRequest {
        var request = SignableRequest(
            method: "GET", rawPath: "/bucket/key", headers: [("Host", "localhost")] + headers)
        signer.sign(&request, payloadHash: PayloadDeclaration.emptyHash, at: date(now))
        return request
    }

    private func presignedRequest(lifetime: Int = 60) -> SignableRequest {
        var request = SignableRequest(method: "GET", rawPath: "/bucket/key", headers: [("Host", "localhost")])
        signer.presign(&request, lifetime: lifetime, at: date(now))
        return request
    }

    private func error(_ body: () throws -> Void) -> SignatureError? {
        do { try body() } catch { return error as? SignatureError }
        return nil
    }

    @Test func unsignedIsNil() throws {
        let request = SignableRequest(
            method: "GET", rawPath: "/", rawQuery: "list-type=2&prefix=x", headers: [("Host", "localhost")])
        #expect(try PresentedSignature.parse(request) == nil)
    }

    @Test func tamperedHeader() {
        var request = signedRequest([("x-amz-meta-a", "1")])
        request.headers[1].value = "2"
        let failure = error { try verify(request, now: now) }
        guard case .mismatch(let mismatch) = failure else {
            Issue.record("not a mismatch: \(String(describing: failure))")
            return
        }
        #expect(mismatch.accessKeyID == ExampleKeys.accessKeyID)
        #expect(mismatch.stringToSign.hasPrefix("AWS4-HMAC-SHA256\n20261121T033000Z\n20261121/us-east-1/s3/"))
        #expect(mismatch.canonicalRequest?.contains("x-amz-meta-a:2\n") == true)
    }

    @Test func anotherSecret() throws {
        let request = signedRequest()
        let signature = try signed(request)
        let scope = try #require(signature.scope)
        let failure = error {
            try signature.verify(
                request, payloadHash: PayloadDeclaration.emptyHash,
                key: SigningKey(secretAccessKey: "another", scope: scope),
                expecting: SignatureExpectation(.s3), now: date(now))
        }
        #expect(
            failure?.sentence(.s3)
                == "The request signature we calculated does not match the signature you provided. "
                + "Check your key and signing method.")
    }

    @Test(arguments: [("20261121T034500Z", true), ("20261121T034501Z", false), ("20261121T031459Z", false)])
    func clockSkew(_ time: String, _ isAccepted: Bool) {
        let failure = error { try verify(signedRequest(), now: time) }
        #expect((failure == nil) == isAccepted)
        guard !isAccepted else { return }
        #expect(
            failure?.sentence(.s3)
                == "The difference between the request time and the current time is too large.")
    }

    @Test func skewInWordsOfOtherServices() {
        let late = SignatureError.skewed(requestTime: date(now), serverTime: date("20261121T035000Z"))
        #expect(
            late.sentence(.other) == "Signature expired: 20261121T033000Z is now earlier than "
                + "20261121T033500Z (20261121T035000Z - 15 min.)")
        let early = SignatureError.skewed(requestTime: date(now), serverTime: date("20261121T031000Z"))
        #expect(
            early.sentence(.other) == "Signature not yet current: 20261121T033000Z is still later than "
                + "20261121T032500Z (20261121T031000Z + 15 min.)")
    }

    @Test func addedAmzHeaderIsNotSigned() {
        var request = presignedRequest()
        request.headers.append(("X-Amz-Meta-Wrong", "1"))
        let failure = error { try verify(request, now: now) }
        #expect(failure == .headersNotSigned(["x-amz-meta-wrong"]))
        #expect(failure?.sentence(.s3) == "There were headers present in the request which were not signed")
    }

    @Test func hostMustBeSigned() {
        var request = signedRequest()
        let index = request.headers.firstIndex { $0.name == "Authorization" } ?? 0
        request.headers[index].value = request.headers[index].value
            .split(separator: "host;").joined()
        #expect(error { try verify(request, now: now) } == .headersNotSigned(["host"]))
    }

    /// A header that is not `x-amz-` may be added, as browsers and proxies do.
    @Test func otherHeadersMayBeAdded() throws {
        var request = signedRequest()
        request.headers += [("Content-Type", "text/plain"), ("X-Forwarded-For", "127.0.0.1")]
        try verify(request, now: now)
    }

    @Test func wrongRegionAndService() {
        let region = error { try verify(signedRequest(), region: "eu-west-1", now: now) }
        #expect(
            region?.sentence(.s3) == "The authorization header is malformed; "
                + "the region 'us-east-1' is wrong; expecting 'eu-west-1'")
        #expect(region?.sentence(.other) == "Credential should be scoped to a valid region. ")
        let service = error { try verify(signedRequest(), service: "iam", now: now) }
        #expect(service?.sentence(.other) == "Credential should be scoped to correct service: 'iam'. ")
    }

    @Test(arguments: [
        ("Credential=A/B/C, SignedHeaders=host, Signature=0", "the Credential is mal-formed"),
        ("Credential=A/20261121/r/s3/aws4_request, Signature=0", "requires three components"),
        ("nonsense", "the authorization component \"nonsense\" is malformed."),
        (
            "Credential=A/20261120/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
            "Invalid credential date"
        ),
        (
            "Credential=A/20261121/us-east-1/s3/aws5_request, SignedHeaders=host, Signature=0",
            "incorrect terminal"
        ),
    ])
    func malformedHeader(_ text: String, _ words: String) {
        let request = SignableRequest(
            method: "GET", rawPath: "/",
            headers: [
                ("Host", "localhost"), ("x-amz-date", now), ("Authorization", "AWS4-HMAC-SHA256 " + text),
            ])
        let failure = error { try verify(request, payloadHash: PayloadDeclaration.emptyHash, now: now) }
        #expect(failure?.sentence(.s3).hasPrefix("The authorization header is malformed; ") == true)
        #expect(failure?.sentence(.s3).contains(words) == true)
    }

    /// AWS takes a list without spaces after its commas.
    @Test func headerWithoutSpaces() throws {
        var request = signedRequest()
        let index = request.headers.firstIndex { $0.name == "Authorization" } ?? 0
        request.headers[index].value = request.headers[index].value.split(separator: ", ").joined(
            separator: ",")
        try verify(request, now: now)
    }

    @Test(arguments: ["Bearer abc", "Basic QWxhZGRpbg==", "AWS5-HMAC-SHA256 x"])
    func anotherScheme(_ text: String) {
        let request = SignableRequest(method: "GET", rawPath: "/", headers: [("Authorization", text)])
        let failure = error { _ = try PresentedSignature.parse(request) }
        #expect(failure?.sentence(.s3) == "Unsupported Authorization Type")
    }

    @Test func headerAndQueryAtOnce() {
        var request = presignedRequest()
        request.headers.append(("Authorization", "AWS a:b"))
        #expect(error { _ = try PresentedSignature.parse(request) } == .severalMechanisms)
    }

    @Test(arguments: [
        ("0", ExpiresFault.negative), ("-1", .negative), ("604801", .tooLong), ("x", .notANumber),
    ])
    func badLifetime(_ text: String, _ fault: ExpiresFault) {
        var request = presignedRequest()
        request.rawQuery = request.rawQuery.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=\(text)")
        #expect(error { _ = try PresentedSignature.parse(request) } == .malformedExpires(fault))
    }

    @Test(arguments: [
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders",
        "X-Amz-Expires",
    ])
    func incompleteQuery(_ name: String) {
        var request = presignedRequest()
        request.rawQuery = request.rawQuery.split(separator: "&").filter { !$0.hasPrefix(name + "=") }
            .joined(separator: "&")
        #expect(
            error { _ = try PresentedSignature.parse(request) }
                == .incomplete(missing: [name], .query, authorization: ""))
    }

    @Test func changedLifetimeIsNoticed() {
        var request = presignedRequest()
        request.rawQuery = request.rawQuery.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=6000")
        guard case .mismatch = error({ try verify(request, now: now) }) else {
            Issue.record("a lengthened URL was accepted")
            return
        }
    }

    @Test func missingDateInWordsOfOtherServices() {
        let request = SignableRequest(
            method: "POST", rawPath: "/", headers: [("Authorization", "AWS4-HMAC-SHA256 Signature=0")])
        let failure = error { _ = try PresentedSignature.parse(request) }
        #expect(
            failure?.sentence(.other).hasPrefix(
                "Authorization header requires 'Credential' parameter. "
                    + "Authorization header requires 'SignedHeaders' parameter. "
                    + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
                == true)
    }

    @Test func payloadHashOfS3() throws {
        var request = signedRequest()
        request.headers.removeAll { $0.name == "X-Amz-Content-SHA256" }
        let missing = try signed(request)
        #expect(throws: SignatureError.missingPayloadHash) { try missing.payloadHashForS3() }
        request.headers.append(("x-amz-content-sha256", "abc"))
        let malformed = try signed(request)
        #expect(throws: SignatureError.malformedPayloadHash) { try malformed.payloadHashForS3() }
        #expect(try signed(presignedRequest()).payloadHashForS3() == "UNSIGNED-PAYLOAD")
    }

    /// A path signed as it is sent, `%2F` included, names the same object.
    @Test func encodedSlashSignedAsSent() throws {
        var request = SignableRequest(
            method: "GET", rawPath: "/bucket/test%2F1.jpeg", headers: [("Host", "localhost")])
        signer.sign(&request, payloadHash: PayloadDeclaration.emptyHash, at: date(now))
        try verify(request, now: now)
        request.rawPath = "/bucket/test/1.jpeg"
        try verify(request, now: now)
    }
}

import FoundationEssentials
import ServiceKit
import SigV4
import Testing
import Wire

import Gateway

/// PostObject: from a browser's form to a PutObject, and from its answer to the browser's.
@Suite struct FormUploadTests {
    private func refusal(_ form: UploadForm, _ request: HTTPRequest? = nil) async -> ServiceError? {
        do {
            _ = try await form.content(request)
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    private func signed(_ conditions: String = "", _ fields: [(name: String, value: String)] = []) -> UploadForm {
        var form = UploadForm()
        form.fields += fields
        form.sign(conditions)
        return form
    }

    // MARK: From the form

    @Test func aSignedFormIsItsSigners() async throws {
        let upload = try await signed().upload()
        #expect(upload.authenticated.caller.arn == "arn:aws:iam::111122223333:user/ada")
        #expect(upload.authenticated.accessKeyID == OneCredential.accessKeyID)
        #expect(upload.authenticated.region == "us-east-1")
        #expect(upload.key == "photos/cat.jpg")
        #expect(upload.wire.method == "PUT")
        #expect(upload.wire.pathLabels == ["Bucket": "photos", "Key": "photos/cat.jpg"])
        #expect(upload.body.declaredBytes == nil)
        #expect(try await signed().content() == Array("content".utf8))
    }

    @Test func aFormOfVersion2() async throws {
        var form = UploadForm()
        let document =
            #"{"expiration":"2015-12-30T12:00:00Z","conditions":[{"bucket":"photos"},["starts-with","$key",""]]}"#
        let base64 = Data(document.utf8).base64EncodedString()
        let signature = SignatureV2.signature(of: base64, secretAccessKey: OneCredential.secret)
        form.fields += [("AWSAccessKeyId", OneCredential.accessKeyID), ("policy", base64), ("signature", signature)]
        #expect(try await form.upload().authenticated.caller.arn == "arn:aws:iam::111122223333:user/ada")
        form.fields[3].value = "AAAA" + signature.dropFirst(4)
        let error = await refusal(form)
        #expect(error?.code == "SignatureDoesNotMatch")
        #expect(error?.members.first { $0.name == "StringToSign" }?.value == base64)
        form.fields.remove(at: 1)
        #expect(await refusal(form)?.members.first?.value == "AWSAccessKeyId")
    }

    @Test func aFormWithoutSignatureIsAnonymous() async throws {
        var form = UploadForm()
        form.fields.append(("anything", "goes"))
        guard case .anonymous = try await form.upload().authenticated.caller else {
            Issue.record("not anonymous")
            return
        }
        #expect(try await form.content() == Array("content".utf8))
    }

    @Test func fieldsBecomeHeaders() async throws {
        let upload = try await signed(
            "",
            [
                ("Content-Type", "image/png"), ("cache-control", "max-age=60"), ("acl", "public-read"),
                ("x-amz-meta-Color", "green"), ("x-amz-storage-class", "STANDARD_IA"),
                ("x-amz-server-side-encryption", "AES256"), ("x-amz-object-lock-mode", "GOVERNANCE"),
                ("x-amz-website-redirect-location", "/other"), ("x-amz-checksum-crc32", "AAAAAA=="),
                ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("x-ignore-this", "1"), ("x-amz-copy-source", "/b/k"),
                ("x-amz-meta-bad name", "x"), ("if-none-match", "*"),
                (
                    "tagging",
                    "<Tagging><TagSet><Tag><Key>a b</Key><Value>1&amp;2</Value></Tag>"
                        + "<Tag><Key>c</Key><Value/></Tag></TagSet></Tagging>"
                ),
            ]
        ).upload()
        let headers = upload.wire.headers
        #expect(headers.all("content-type") == ["image/png"])
        #expect(headers.first("Cache-Control") == "max-age=60")
        #expect(headers.all("x-amz-acl") == ["public-read"])
        #expect(headers.map(prefix: "x-amz-meta-") == ["color": "green"])
        #expect(headers.first("x-amz-storage-class") == "STANDARD_IA")
        #expect(headers.first("x-amz-server-side-encryption") == "AES256")
        #expect(headers.first("x-amz-object-lock-mode") == "GOVERNANCE")
        #expect(headers.first("x-amz-website-redirect-location") == "/other")
        #expect(headers.first("x-amz-checksum-crc32") == "AAAAAA==")
        #expect(headers.first("x-amz-sdk-checksum-algorithm") == nil)
        #expect(headers.first("content-md5") == "1B2M2Y8AsgTpgAmY7PhCfg==")
        #expect(headers.first("x-amz-tagging") == "a%20b=1%262&c=")
        #expect(headers.first("user-agent") == "browser")
        for name in ["x-amz-copy-source", "if-none-match", "x-amz-signature", "policy", "content-length", "key"] {
            #expect(!headers.contains(name), "\(name)")
        }
        #expect(upload.request.headers.fields.map(\.name) == headers.fields.map(\.name))
    }

    @Test func withoutAChecksumS3sOwnIsKept() async throws {
        let headers = try await signed().upload().wire.headers
        #expect(headers.first("x-amz-sdk-checksum-algorithm") == "CRC64NVME")
        #expect(headers.first("content-type") == nil)
        #expect(headers.first("x-amz-acl") == nil)
        let named = try await signed("", [("x-amz-checksum-algorithm", "SHA256")]).upload().wire.headers
        #expect(named.all("x-amz-sdk-checksum-algorithm") == ["SHA256"])
    }

    @Test(arguments: [
        ("abc", "abc"), ("\u{C4}M\u{C4}Z\u{D5}\u{D1} S3", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
        ("=?UTF-8?B?YWJj?=", "=?UTF-8?Q?=3D=3FUTF-8=3FB=3FYWJj=3F=3D?="),
        ("\u{0}\u{1}\u{2}\u{3}\u{4}", "=?UTF-8?B?AAECAwQ=?="),
        (
            "test_\u{2014}_file%E2%80%94_\u{E9}_2\u{1F451}.pdf",
            "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=F0=9F=91=91.pdf?="
        ),
        ("a\r\nSet-Cookie: b", "=?UTF-8?Q?a=0D=0ASet-Cookie:_b?="),
    ])
    func metadataIsWrittenInASCII(_ value: String, _ expected: String) async throws {
        let upload = try await signed("", [("x-amz-meta-text", value)]).upload()
        #expect(upload.wire.headers.first("x-amz-meta-text") == expected)
        #expect(EncodedWord.decode(expected) == value)
    }

    @Test func noFieldBringsALineEndIntoAHeader() async throws {
        let upload = try await signed(
            "",
            [("Content-Type", "text/html\r\nX: y"), ("acl", "private\nX: y"), ("Cache-Control", "a\u{2014}b\u{E9}")]
        ).upload()
        #expect(upload.wire.headers.first("content-type") == "text/html  X: y")
        #expect(upload.wire.headers.first("x-amz-acl") == "private X: y")
        #expect(upload.wire.headers.first("cache-control") == "a b\u{E9}")
    }

    @Test(
        arguments: [
            ("cat.jpg", "in/cat.jpg"), ("a/b\\c.txt", "in/c.txt"), (nil, "in/${filename}"), ("", "in/"),
        ] as [(String?, String)])
    func theFilesNameIsFilledIn(_ fileName: String?, _ key: String) async throws {
        var form = UploadForm()
        form.fields = [("key", "in/${filename}"), ("x-amz-meta-name", "${filename}")]
        form.fileName = fileName
        form.sign(#"{"key":"\#(key)"}"#)
        let upload = try await form.upload()
        #expect(upload.key == key)
        #expect(upload.wire.headers.first("x-amz-meta-name") == String(key.dropFirst(3)))
    }

    // MARK: What is refused

    @Test func anotherKindOfBody() async {
        let form = UploadForm()
        let error = await refusal(form, form.request(contentType: "text/html"))
        #expect(error?.status == 412)
        #expect(error?.code == "PreconditionFailed")
        #expect(error?.members.map(\.name) == ["Condition"])
        #expect(error?.members.first?.value == "Bucket POST must be of the enclosure-type multipart/form-data")
        #expect(await refusal(form, form.request(target: "/photos?a=b"))?.code == "InvalidArgument")
    }

    @Test func keysThatAreNone() async {
        var form = UploadForm()
        form.fields = []
        #expect(await refusal(form)?.message.hasPrefix("Bucket POST must contain a field named 'key'.  If") == true)
        form.fields = [("key", "")]
        #expect(await refusal(form)?.message == "User key must have a length greater than 0.")
        form.fields = [("key", "a"), ("KEY", "b")]
        #expect(await refusal(form)?.code == "InvalidArgument")
    }

    @Test(arguments: ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature", "policy"])
    func eachFieldOfASignatureIsNeeded(_ name: String) async {
        var form = signed()
        form.fields.removeAll { $0.name.lowercased() == name.lowercased() }
        let error = await refusal(form)
        #expect(error?.code == "InvalidArgument")
        #expect(error?.members.map(\.value) == [name, ""])
    }

    @Test func signaturesThatAreWrong() async {
        var form = signed()
        let last = form.fields.count - 1
        form.fields[last].value = String(form.fields[last].value.reversed())
        let error = await refusal(form)
        #expect(error?.code == "SignatureDoesNotMatch")
        #expect(
            error?.members.map(\.name) == ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes"])
        form = signed()
        form.fields[2].value = form.fields[2].value.replacing(OneCredential.accessKeyID, with: "AKIAUNKNOWN")
        #expect(await refusal(form)?.code == "InvalidAccessKeyId")
        form = UploadForm()
        form.sign(token: "wrong")
        #expect(await refusal(form)?.code == "InvalidToken")
        form = UploadForm()
        form.sign(token: "token")
        #expect(await refusal(form) == nil)
    }

    @Test func thePolicyIsLookedAtOnceItsSignatureIsRight() async {
        var form = UploadForm()
        form.sign(policy: "not json")
        #expect(await refusal(form)?.message == "Invalid Policy: Invalid JSON.")
        form.fields[form.fields.count - 1].value = "0"
        #expect(await refusal(form)?.code == "SignatureDoesNotMatch")
        form = UploadForm()
        form.sign(expiration: "2015-12-29T11:00:00Z")
        #expect(await refusal(form)?.message == "Invalid according to Policy: Policy expired.")
    }

    @Test(arguments: [(4, "EntityTooSmall"), (5, nil), (10, nil), (12, "EntityTooLarge")] as [(Int, String?)])
    func sizesAreEnforcedAsTheFileComes(_ size: Int, _ code: String?) async {
        var form = UploadForm()
        form.file = Array(repeating: 0x61, count: size)
        form.sign(#"["content-length-range",5,10]"#)
        let pieces = form.bytes.map { [$0] }
        let error = await refusal(form, form.request(body: PlayedBody(pieces)))
        #expect(error?.code == code)
        guard code != nil else { return }
        #expect(error?.members.map(\.value) == [String(size), size < 5 ? "5" : "10"])
        #expect(error?.members.map(\.name) == ["ProposedSize", size < 5 ? "MinSizeAllowed" : "MaxSizeAllowed"])
    }

    @Test func aVeryLargeFileIsNotReadToItsEnd() async {
        var form = UploadForm()
        form.afterFile = []
        form.file = Array(repeating: 0x61, count: 1 << 20)
        form.sign(#"["content-length-range",0,10]"#)
        let bytes = form.bytes
        let pieces = stride(from: 0, to: bytes.count, by: 4096).map { Array(bytes[$0..<min($0 + 4096, bytes.count)]) }
        let body = PlayedBody(pieces, contentLength: bytes.count)
        let error = await refusal(form, form.request(body: body))
        #expect(error?.code == "EntityTooLarge")
        #expect(error?.members.first?.value == String(1 << 20))
        #expect((try? await body.next()) != nil)
    }

    @Test func taggingThatIsNoDocument() async throws {
        await #expect(throws: SerializationError.self) { try await signed("", [("tagging", "a=1")]).upload() }
        let other = try await signed("", [("tagging", "<Other></Other>")]).upload()
        #expect(!other.wire.headers.contains("x-amz-tagging"))
    }

    /// A body that is shorter than the request said.
    @Test func aBodyThatWasCut() async {
        let form = signed()
        let body = PlayedBody([form.bytes], contentLength: form.bytes.count + 10)
        #expect(await refusal(form, form.request(body: body))?.code == "IncompleteBody")
    }

    // MARK: The answer

    private func answer(
        _ fields: [(name: String, value: String)], bucketInHost: String? = nil
    ) async throws -> WireResponse {
        var form = UploadForm()
        form.fields = [("key", "dir/a b\u{2014}.txt")] + fields
        let reply = try await form.upload(bucketInHost: bucketInHost).reply(
            to: Reply(
                response: WireResponse(
                    status: 200, headers: HeaderFields([("ETag", "\"abc\""), ("x-amz-version-id", "v1")]))))
        #expect(reply.body == nil)
        #expect(reply.response.headers.first("etag") == "\"abc\"")
        #expect(reply.response.headers.first("x-amz-version-id") == "v1")
        return reply.response
    }

    private static let location = "http://localhost:4566/photos/dir%2Fa%20b%E2%80%94.txt"
    private static let result = "bucket=photos&key=dir%2Fa%20b%E2%80%94.txt&etag=%22abc%22"

    @Test(
        arguments: [
            ([], 204), ([("success_action_status", "200")], 200), ([("success_action_status", "404")], 204),
            ([("success_action_redirect", "ftp://example.com/")], 204), ([("redirect", "not an address")], 204),
            ([("redirect", "https://")], 204), ([("success_action_redirect", "http://a.test/\r\nX: y")], 204),
        ] as [([(String, String)], Int)])
    func statuses(_ fields: [(String, String)], _ status: Int) async throws {
        let response = try await answer(fields.map { (name: $0.0, value: $0.1) })
        #expect(response.status == status)
        #expect(response.headers.first("location") == Self.location)
        #expect(response.body.isEmpty)
    }

    @Test(arguments: [
        ("http://localhost.test/done", "http://localhost.test/done?" + result),
        ("https://example.com/?a=b#top", "https://example.com/?a=b&" + result + "#top"),
        ("HTTP://example.com/\u{D55C}", "HTTP://example.com/%ED%95%9C?" + result),
    ])
    func redirects(_ wanted: String, _ location: String) async throws {
        for name in ["success_action_redirect", "redirect"] {
            let response = try await answer([(name, wanted), ("success_action_status", "201")])
            #expect(response.status == 303)
            #expect(response.headers.all("location") == [location])
        }
    }

    @Test func aDocumentForWhoAsks() async throws {
        let response = try await answer([("success_action_status", "201")])
        #expect(response.status == 201)
        #expect(response.headers.first("content-type") == "application/xml")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>\(Self.location)</Location>"
                + "<Bucket>photos</Bucket><Key>dir/a b\u{2014}.txt</Key><ETag>&quot;abc&quot;</ETag></PostResponse>")
        let hosted = try await answer([], bucketInHost: "photos")
        #expect(hosted.headers.first("location") == "http://localhost:4566/dir%2Fa%20b%E2%80%94.txt")
    }
}

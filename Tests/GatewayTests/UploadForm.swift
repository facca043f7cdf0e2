import FoundationEssentials
import ServiceKit
import SigV4
import Storage
import Wire

import Gateway

/// A form as a browser sends it.
struct UploadForm {
    static let boundary = "----HanokFormBoundary7MA4YWxk"
    var fields: [(name: String, value: String)] = [("key", "photos/${filename}")]
    var fileName: String? = "cat.jpg"
    var file: [UInt8] = Array("content".utf8)
    var afterFile: [(name: String, value: String)] = [("submit", "Upload")]

    var bytes: [UInt8] {
        var text: [UInt8] = []
        for field in fields { text += Self.part(field.name, Array(field.value.utf8)) }
        text += Self.part("file", file, fileName: fileName)
        for field in afterFile { text += Self.part(field.name, Array(field.value.utf8)) }
        return text + Array("--\(Self.boundary)--\r\n".utf8)
    }

    static func part(_ name: String, _ value: [UInt8], fileName: String? = nil) -> [UInt8] {
        let file = fileName.map { "; filename=\"\($0)\"\r\nContent-Type: image/jpeg" } ?? ""
        return Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\n\r\n".utf8) + value
            + Array("\r\n".utf8)
    }

    static let contentType = "multipart/form-data; boundary=" + boundary
}

/// A request's body that comes in given pieces.
final class PlayedBody: IncomingBody, @unchecked Sendable {
    let contentLength: Int?
    private var pieces: ArraySlice<[UInt8]>

    init(_ pieces: [[UInt8]], contentLength: Int? = nil) {
        self.pieces = pieces.filter { !$0.isEmpty }[...]
        self.contentLength = contentLength
    }

    convenience init(_ bytes: [UInt8]) { self.init([bytes], contentLength: bytes.count) }

    func next() async throws -> [UInt8]? { pieces.popFirst() }
}

/// The same where nothing is authenticated.
struct PlainBody: RequestBody {
    let incoming: PlayedBody
    var declaredBytes: Int? { incoming.contentLength }
    func next() async throws -> [UInt8]? { try await incoming.next() }
    func finish() async throws -> VerifiedBody { VerifiedBody(byteCount: 0) }
}

/// Knows one user's keys.
struct OneCredential: FindsCredentials {
    static let accessKeyID = "AKIAIOSFODNN7EXAMPLE"
    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    func credential(accessKeyID: String, sessionToken: String?, at time: Date) async throws -> Credential? {
        guard accessKeyID == Self.accessKeyID else { return nil }
        if let sessionToken, sessionToken != "token" { throw SessionTokenFailure.invalid }
        let user = UserCaller(
            accountID: "111122223333", userName: "ada", userID: "AIDAEXAMPLE", arn: "arn:aws:iam::111122223333:user/ada"
        )
        return Credential(secretAccessKey: Self.secret, caller: .user(user))
    }
}

extension ServiceModel {
    static let playedS3 = ServiceModel(
        name: "s3", apiVersion: "2006-03-01", awsProtocol: .restXML, signingName: "s3", endpointPrefix: "s3",
        serviceID: "S3", validationErrorCode: "MalformedXML")
}

extension UploadForm {
    static let now = Date(timeIntervalSince1970: 1_451_390_400)
    static let date = "20151229"

    /// Signs the form by Version 4: with conditions for all of its fields, and others.
    mutating func sign(
        _ conditions: String = "", covering: Bool = true, expiration: String = "2015-12-30T12:00:00.000Z",
        token: String? = nil, policy: String? = nil
    ) {
        fields += [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", "\(OneCredential.accessKeyID)/\(Self.date)/us-east-1/s3/aws4_request"),
            ("X-Amz-Date", Self.date + "T120000Z"),
        ]
        if let token { fields.append(("x-amz-security-token", token)) }
        let names = fields.map { #"["starts-with","$\#($0.name)",""]"# }
        let all = [#"{"bucket":"photos"}"#] + (covering ? names : []) + (conditions.isEmpty ? [] : [conditions])
        let document =
            policy ?? #"{"expiration":"\#(expiration)","conditions":[\#(all.joined(separator: ","))]}"#
        let base64 = Data(document.utf8).base64EncodedString()
        let scope = CredentialScope(date: Self.date, region: "us-east-1", service: "s3")
        let key = SigningKey(secretAccessKey: OneCredential.secret, scope: scope)
        fields += [("Policy", base64), ("X-Amz-Signature", key.signature(of: base64))]
    }

    func request(
        contentType: String? = UploadForm.contentType, body: PlayedBody? = nil, target: String = "/photos",
        headers: [(String, String)] = []
    ) -> HTTPRequest {
        var all = HeaderFields([("Host", "localhost:4566"), ("User-Agent", "browser"), ("X-Amz-Acl", "ignored")])
        if let contentType { all.add("Content-Type", contentType) }
        for header in headers { all.add(header.0, header.1) }
        return HTTPRequest(
            method: "POST", target: target, headers: all, address: "127.0.0.1", isSecure: false,
            body: body ?? PlayedBody(bytes))
    }

    func upload(_ request: HTTPRequest? = nil, bucketInHost: String? = nil) async throws -> FormUpload {
        try await FormUpload(
            request ?? self.request(), bucket: "photos", bucketInHost: bucketInHost, service: .playedS3,
            authenticator: Authenticator(
                credentials: [OneCredential()], defaultRegion: "us-east-1", isDevelopment: false),
            now: Self.now)
    }

    /// The whole of the file, with proof.
    func content(_ request: HTTPRequest? = nil) async throws -> [UInt8] {
        let upload = try await upload(request)
        return try await upload.body.collect(limit: 1 << 24, refusal: ServiceError("TooLong", "")).bytes
    }
}

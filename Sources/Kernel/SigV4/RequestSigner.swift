import CivilTime
import Crypto
import FoundationEssentials

/// Signs requests as a client does.
package struct RequestSigner: Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?
    package var region: String
    package var service: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String,
        service: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    private static let unsignedHeaders: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent",
    ]

    private var pathRule: CanonicalRequest.PathRule {
        service == "s3" ? .encodedOnce : .normalisedAndEncodedTwice
    }

    /// The hash of a body, in the form the canonical request wants it.
    package static func payloadHash(of body: [UInt8]) -> String { HexText.string(SHA256.hash(data: body)) }

    /// Adds the headers of a Version 4 signature. `Host` must be among the headers.
    package func sign(_ request: inout SignableRequest, payloadHash: String, at time: Date) {
        let replaced = ["x-amz-date", "x-amz-security-token", "authorization"]
        request.headers.removeAll { header in replaced.contains { header.name.equalsIgnoringASCIICase($0) } }
        request.headers.append(("X-Amz-Date", time.iso8601Basic))
        if let sessionToken { request.headers.append(("X-Amz-Security-Token", sessionToken)) }
        if service == "s3" {
            request.headers.removeAll { $0.name.equalsIgnoringASCIICase("x-amz-content-sha256") }
            request.headers.append(("X-Amz-Content-SHA256", payloadHash))
        }
        let names = signedHeaders(of: request)
        let scope = scope(at: time)
        let signature = signature(request, names, payloadHash, time, scope, isPresigned: false)
        request.headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope.text), "
                    + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)"
            ))
    }

    /// Adds the query of a presigned Version 4 request.
    package func presign(
        _ request: inout SignableRequest, payloadHash: String = PayloadDeclaration.unsignedPayload,
        lifetime: Int, at time: Date
    ) {
        let names = signedHeaders(of: request)
        let scope = scope(at: time)
        var parameters = [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(accessKeyID)/\(scope.text)"),
            ("X-Amz-Date", time.iso8601Basic), ("X-Amz-Expires", String(lifetime)),
            ("X-Amz-SignedHeaders", names.joined(separator: ";")),
        ]
        if let sessionToken { parameters.append(("X-Amz-Security-Token", sessionToken)) }
        append(parameters, to: &request)
        let signature = signature(request, names, payloadHash, time, scope, isPresigned: true)
        request.rawQuery += "&X-Amz-Signature=\(signature)"
    }

    /// Adds the headers of a Version 2 signature.
    package func signV2(_ request: inout SignableRequest, bucketInHost: String? = nil, at time: Date) {
        request.headers.append(("Date", time.httpDate))
        if let sessionToken { request.headers.append(("x-amz-security-token", sessionToken)) }
        let text = SignatureV2.stringToSign(request, expires: nil, bucketInHost: bucketInHost)
        let signature = SignatureV2.signature(of: text, secretAccessKey: secretAccessKey)
        request.headers.append(("Authorization", "AWS \(accessKeyID):\(signature)"))
    }

    /// Adds the query of a presigned Version 2 request that ends at a time.
    package func presignV2(_ request: inout SignableRequest, bucketInHost: String? = nil, until end: Date) {
        let expires = String(Int(end.timeIntervalSince1970))
        var parameters = [("AWSAccessKeyId", accessKeyID), ("Expires", expires)]
        if let sessionToken { parameters.append(("x-amz-security-token", sessionToken)) }
        append(parameters, to: &request)
        let text = SignatureV2.stringToSign(request, expires: expires, bucketInHost: bucketInHost)
        let signature = SignatureV2.signature(of: text, secretAccessKey: secretAccessKey)
        append([("Signature", signature)], to: &request)
    }

    private func scope(at time: Date) -> CredentialScope {
        CredentialScope(date: String(time.iso8601Basic.prefix(8)), region: region, service: service)
    }

    private func signedHeaders(of request: SignableRequest) -> [String] {
        Set(request.headers.map(\.name.lowercasedASCII)).subtracting(Self.unsignedHeaders).sorted()
    }

    private func signature(
        _ request: SignableRequest, _ names: [String], _ payloadHash: String, _ time: Date,
        _ scope: CredentialScope, isPresigned: Bool
    ) -> String {
        let canonical = CanonicalRequest(
            request, signedHeaders: names, payloadHash: payloadHash, path: pathRule, isPresigned: isPresigned)
        let key = SigningKey(secretAccessKey: secretAccessKey, scope: scope)
        let text = canonical.stringToSign(timestamp: time.iso8601Basic, scope: scope)
        return String(decoding: key.signature(of: text), as: UTF8.self)
    }

    private func append(_ parameters: [(String, String)], to request: inout SignableRequest) {
        let text = parameters.map { URIEncoding.encode($0.0) + "=" + URIEncoding.encode($0.1) }
        let separator = request.rawQuery.isEmpty ? "" : "&"
        request.rawQuery += separator + text.joined(separator: "&")
    }
}

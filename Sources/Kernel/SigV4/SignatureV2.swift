import Crypto
import FoundationEssentials

/// Signature Version 2 as S3 still takes it: HMAC-SHA1 over a few positional headers, the `x-amz-`
/// headers and the resource.
package enum SignatureV2 {
    /// Query parameters that are part of the resource; their values are signed decoded.
    private static let subresources: Set<String> = [
        "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle",
        "location", "logging", "metrics", "notification", "object-lock", "partNumber", "policy",
        "replication", "requestPayment", "response-cache-control", "response-content-disposition",
        "response-content-encoding", "response-content-language", "response-content-type",
        "response-expires", "restore", "select", "select-type", "storageClass", "tagging", "torrent",
        "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ]

    /// Parameters that tell apart operations newer than Version 2. No client signs them: put behind a presigned URL,
    /// they would make another operation of the one that was signed.
    private static let newerSubresources: Set<String> = [
        "abac", "attributes", "encryption", "intelligent-tiering", "legal-hold", "metadataConfiguration",
        "metadataInventoryTable", "metadataJournalTable", "metadataTable", "ownershipControls", "policyStatus",
        "publicAccessBlock", "renameObject", "retention", "session",
    ]

    /// Whether what a request is for is part of the text that is signed.
    static func covers(_ request: SignableRequest) -> Bool {
        !query(request).contains { newerSubresources.contains($0.name) }
    }

    /// The Base64 signature of a text; Version 2 POST policies are signed so as they are.
    package static func signature(of text: String, secretAccessKey: String) -> String {
        let key = SymmetricKey(data: Array(secretAccessKey.utf8))
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(text.utf8), using: key)
        return Data(code).base64EncodedString()
    }

    /// - Parameters:
    ///   - expires: the `Expires` parameter of a presigned request, in place of the date.
    ///   - bucketInHost: the bucket that the host names, for virtual-hosted requests.
    ///   - resource: the path as it is signed, where that is not the one that was sent.
    static func stringToSign(
        _ request: SignableRequest, expires: String?, bucketInHost: String?, resource: String? = nil
    ) -> String {
        let query = query(request)
        /// A presigned URL carries in its query the headers it was signed with.
        func header(_ name: String) -> String {
            if let value = request.header(name) { return String(value[...].trimmingSpaces) }
            guard expires != nil else { return "" }
            return query.first { $0.name.equalsIgnoringASCIICase(name) }?.value ?? ""
        }
        var lines = [request.method, header("content-md5"), header("content-type")]
        lines.append(expires ?? (request.header("x-amz-date") == nil ? header("date") : ""))
        lines += amzHeaders(request, query: expires == nil ? [] : query)
        let bucket = bucketInHost.map { "/" + $0 } ?? ""
        lines.append(bucket + (resource ?? request.rawPath) + resourceQuery(query))
        return lines.joined(separator: "\n")
    }

    private static func query(_ request: SignableRequest) -> [(name: String, value: String?)] {
        Array(request.rawQuery.utf8).split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { URIEncoding.decodedQuery(pair[$0...].dropFirst()) }
            return (name: URIEncoding.decodedQuery(pair[..<(equals ?? pair.endIndex)]), value: value)
        }
    }

    /// `name:value` of each `x-amz-` header, sorted; repeated ones joined by commas.
    private static func amzHeaders(
        _ request: SignableRequest, query: [(name: String, value: String?)]
    ) -> [String] {
        let isPresigned = !query.isEmpty
        var values: [String: String] = [:]
        for header in request.headers where header.name.hasPrefixIgnoringASCIICase("x-amz-") {
            let name = header.name.lowercasedASCII
            if isPresigned, name == "x-amz-date" { continue }
            let value = String(header.value[...].trimmingSpaces)
            values[name] = values[name].map { $0 + "," + value } ?? value
        }
        for (name, value) in query where name.hasPrefixIgnoringASCIICase("x-amz-") {
            let name = name.lowercasedASCII
            if values[name] == nil { values[name] = value ?? "" }
        }
        return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.key):\($0.value)" }
    }

    private static func resourceQuery(_ query: [(name: String, value: String?)]) -> String {
        let parts = query.filter { subresources.contains($0.name) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { part in part.value.map { "\(part.name)=\($0)" } ?? part.name }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}

extension PresentedSignature {
    /// Checks a Version 2 signature. Operations that came after it take Version 4.
    package func verifyV2(
        _ request: SignableRequest, secretAccessKey: String, bucketInHost: String?, now: Date
    ) throws(SignatureError) {
        guard version == .v2 else { throw .unsupportedAuthorization("AWS4-HMAC-SHA256") }
        guard SignatureV2.covers(request) else { throw .unsupportedAuthorization("AWS") }
        try checkTimes(now: now)
        let text = SignatureV2.stringToSign(
            request, expires: placement == .query ? timestamp : nil, bucketInHost: bucketInHost)
        if isSigned(text, secretAccessKey) { return }
        // botocore signs a bucket's path with a slash at its end, which it does not send.
        let isBucket = bucketInHost == nil && request.rawPath.dropFirst().allSatisfy { $0 != "/" }
        let slashed = SignatureV2.stringToSign(
            request, expires: placement == .query ? timestamp : nil, bucketInHost: nil, resource: request.rawPath + "/")
        guard isBucket, request.rawPath.utf8.count > 1, isSigned(slashed, secretAccessKey) else {
            throw .mismatch(
                SignatureMismatch(
                    accessKeyID: accessKeyID, signatureProvided: signature, stringToSign: text,
                    canonicalRequest: nil))
        }
    }

    private func isSigned(_ text: String, _ secretAccessKey: String) -> Bool {
        let calculated = SignatureV2.signature(of: text, secretAccessKey: secretAccessKey)
        return equalInConstantTime(signature, Array(calculated.utf8))
    }
}

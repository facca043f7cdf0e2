import Crypto

/// The canonical request of Signature Version 4, built as bytes.
struct CanonicalRequest {
    private(set) var bytes: [UInt8] = []

    /// How the path is written: S3 encodes it once and keeps `//`, `.` and `..`; others normalise it
    /// and encode what is already encoded.
    enum PathRule { case encodedOnce, asSent, normalisedAndEncodedTwice }

    init(
        _ request: SignableRequest, signedHeaders: [String], payloadHash: String, path rule: PathRule,
        isPresigned: Bool
    ) {
        bytes.reserveCapacity(512 + request.rawPath.utf8.count + request.rawQuery.utf8.count)
        bytes.append(contentsOf: request.method.utf8)
        bytes.append(10)
        appendPath(request.rawPath, rule)
        bytes.append(10)
        CanonicalQuery.append(request.rawQuery, omittingSignature: isPresigned, to: &bytes)
        bytes.append(10)
        for name in signedHeaders { appendHeader(name, of: request) }
        bytes.append(10)
        for (index, name) in signedHeaders.enumerated() {
            if index > 0 { bytes.append(59) }
            bytes.append(contentsOf: name.utf8)
        }
        bytes.append(10)
        bytes.append(contentsOf: payloadHash.utf8)
    }

    /// `AWS4-HMAC-SHA256`, time, scope and the canonical request's hash.
    func stringToSign(timestamp: String, scope: CredentialScope) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(160)
        text.append(contentsOf: "AWS4-HMAC-SHA256\n".utf8)
        text.append(contentsOf: timestamp.utf8)
        text.append(10)
        text.append(contentsOf: scope.text.utf8)
        text.append(10)
        HexText.append(SHA256.hash(data: bytes), to: &text)
        return text
    }

    private mutating func appendPath(_ path: String, _ rule: PathRule) {
        guard !path.isEmpty else { return bytes.append(47) }
        switch rule {
        case .asSent: bytes.append(contentsOf: path.utf8)
        case .encodedOnce:
            if path.utf8.allSatisfy({ $0 == 47 || URIEncoding.isUnreserved($0) }) {
                bytes.append(contentsOf: path.utf8)
            } else {
                let raw = Array(path.utf8)[...]
                URIEncoding.reencode(raw, plusIsSpace: false, keepingSlash: true, into: &bytes)
            }
        case .normalisedAndEncodedTwice:
            for byte in Self.normalised(path).utf8 { append(pathByte: byte) }
        }
    }

    private mutating func append(pathByte byte: UInt8) {
        if byte == 47 { bytes.append(47) } else { URIEncoding.append(byte, to: &bytes) }
    }

    /// RFC 3986's removal of dot segments, and of empty ones.
    private static func normalised(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let slash = path.utf8.last == 47 && !segments.isEmpty ? "/" : ""
        return "/" + segments.joined(separator: "/") + slash
    }

    /// `name:value`, the values of a repeated header joined by commas; one that is absent is empty.
    private mutating func appendHeader(_ name: String, of request: SignableRequest) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(58)
        var isFirst = true
        for header in request.headers where header.name.equalsIgnoringASCIICase(name) {
            if !isFirst { bytes.append(44) }
            isFirst = false
            appendCollapsed(header.value)
        }
        bytes.append(10)
    }

    /// Trims white space and writes a run of it as one space.
    private mutating func appendCollapsed(_ value: String) {
        if !value.utf8.contains(where: { $0 <= 32 }) { return bytes.append(contentsOf: value.utf8) }
        var hasText = false
        var pendingSpace = false
        for byte in value.utf8 {
            if byte == 32 || (9...13).contains(byte) {
                pendingSpace = hasText
            } else {
                if pendingSpace { bytes.append(32) }
                pendingSpace = false
                hasText = true
                bytes.append(byte)
            }
        }
    }
}

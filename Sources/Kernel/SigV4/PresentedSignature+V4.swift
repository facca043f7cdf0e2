import CivilTime
import FoundationEssentials

extension PresentedSignature {
    private static let algorithm = "HMAC-SHA256"
    private static let mostSignedHeaders = 256
    /// A presigned URL lives a week at most.
    private static let longestLifetime = 604_800

    /// Reads `HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; `AWS4-` is already off.
    static func parseHeaderV4(
        _ text: Substring, authorization: String, in request: SignableRequest
    ) throws(SignatureError) -> PresentedSignature {
        let end = text.utf8.firstIndex(of: UInt8(ascii: " ")) ?? text.endIndex
        guard text[..<end] == algorithm else {
            throw .unsupportedAlgorithm("AWS4-" + text[..<end], .header)
        }
        var credential: String?
        var signedHeaders: String?
        var signature: String?
        for part in text[end...].utf8.split(separator: UInt8(ascii: ",")) {
            let component = Substring(part).trimmingSpaces
            guard let equals = component.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw .malformedComponent(String(component))
            }
            let value = String(component[component.utf8.index(after: equals)...])
            switch component[..<equals] {
            case "Credential": credential = value
            case "SignedHeaders": signedHeaders = value
            case "Signature": signature = value
            default: throw .malformedComponent(String(component))
            }
        }
        let date = request.header("x-amz-date") ?? request.header("date")
        guard let credential, let signedHeaders, let signature, let date else {
            let missing = [
                ("Credential", credential), ("Signature", signature), ("SignedHeaders", signedHeaders),
                ("X-Amz-Date", date),
            ].filter { $0.1 == nil }.map(\.0)
            throw .incomplete(missing: missing, .header, authorization: authorization)
        }
        guard let (accessKeyID, scope) = CredentialScope.parse(credential: credential) else {
            throw .malformedCredential(credential, .header)
        }
        let basicTime = Date(iso8601Basic: date)
        guard let time = basicTime ?? Date(httpDate: date) else { throw .malformedDate(date, .header) }
        return PresentedSignature(
            version: .v4, placement: .header, accessKeyID: accessKeyID, signature: signature,
            securityToken: request.header("x-amz-security-token"), scope: scope,
            signedHeaders: try headerNames(signedHeaders, .header), time: time,
            timestamp: basicTime == nil ? time.iso8601Basic : date, expires: nil, lifetime: nil,
            declaredPayloadHash: request.header("x-amz-content-sha256"))
    }

    static func parseQueryV4(
        _ query: AuthenticationQuery, in request: SignableRequest
    ) throws(SignatureError) -> PresentedSignature {
        guard let algorithm = query["X-Amz-Algorithm"], let credential = query["X-Amz-Credential"],
            let signature = query["X-Amz-Signature"], let date = query["X-Amz-Date"],
            let signedHeaders = query["X-Amz-SignedHeaders"], let expires = query["X-Amz-Expires"]
        else {
            let missing = [
                "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date",
                "X-Amz-SignedHeaders", "X-Amz-Expires",
            ].filter { query[$0] == nil }
            throw .incomplete(missing: missing, .query, authorization: "")
        }
        guard algorithm == "AWS4-" + Self.algorithm else { throw .unsupportedAlgorithm(algorithm, .query) }
        guard let (accessKeyID, scope) = CredentialScope.parse(credential: credential) else {
            throw .malformedCredential(credential, .query)
        }
        guard let time = Date(iso8601Basic: date) else { throw .malformedDate(date, .query) }
        let lifetime = try lifetime(expires)
        return PresentedSignature(
            version: .v4, placement: .query, accessKeyID: accessKeyID, signature: signature,
            securityToken: query.securityToken ?? request.header("x-amz-security-token"), scope: scope,
            signedHeaders: try headerNames(signedHeaders, .query), time: time, timestamp: date,
            expires: time.addingTimeInterval(Double(lifetime)), lifetime: lifetime,
            declaredPayloadHash: request.header("x-amz-content-sha256") ?? query["X-Amz-Content-Sha256"])
    }

    private static func lifetime(_ text: String) throws(SignatureError) -> Int {
        guard let seconds = Int(text) else { throw .malformedExpires(.notANumber) }
        guard seconds > 0 else { throw .malformedExpires(.negative) }
        guard seconds <= longestLifetime else { throw .malformedExpires(.tooLong) }
        return seconds
    }

    private static func headerNames(
        _ text: String, _ placement: Placement
    ) throws(SignatureError) -> [String] {
        let names = text.utf8.split(separator: UInt8(ascii: ";"), maxSplits: mostSignedHeaders)
            .map { String(Substring($0)).lowercasedASCII }
        guard !names.isEmpty, names.count <= mostSignedHeaders else {
            throw .malformedComponent("SignedHeaders=\(text)")
        }
        return names
    }
}

extension Substring {
    var trimmingSpaces: Substring {
        var rest = self
        while let first = rest.utf8.first, first == 32 || first == 9 {
            rest = rest[rest.utf8.index(after: rest.startIndex)...]
        }
        while let last = rest.utf8.last, last == 32 || last == 9 {
            rest = rest[..<rest.utf8.index(before: rest.endIndex)]
        }
        return rest
    }
}

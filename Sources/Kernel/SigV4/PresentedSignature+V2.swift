import CivilTime
import FoundationEssentials

extension PresentedSignature {
    /// Reads `AKID:signature`; `AWS ` is already off.
    static func parseHeaderV2(
        _ text: Substring, in request: SignableRequest
    ) throws(SignatureError) -> PresentedSignature {
        let parts = text.trimmingSpaces.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw .malformedComponent(String(text))
        }
        guard let date = request.header("x-amz-date") ?? request.header("date"),
            let time = Date(httpDate: date) ?? Date(iso8601Basic: date)
        else { throw .missingDate }
        return PresentedSignature(
            version: .v2, placement: .header, accessKeyID: String(parts[0]), signature: String(parts[1]),
            securityToken: request.header("x-amz-security-token"), scope: nil, signedHeaders: [], time: time,
            timestamp: date, expires: nil, lifetime: nil,
            declaredPayloadHash: request.header("x-amz-content-sha256"))
    }

    static func parseQueryV2(
        _ query: AuthenticationQuery, in request: SignableRequest
    ) throws(SignatureError) -> PresentedSignature {
        guard let accessKeyID = query["AWSAccessKeyId"], let signature = query["Signature"],
            let expires = query["Expires"]
        else { throw .incompleteV2 }
        guard let seconds = Int(expires), (0...253_402_300_799).contains(seconds) else {
            throw .malformedExpires(.notAnEpoch(expires))
        }
        return PresentedSignature(
            version: .v2, placement: .query, accessKeyID: accessKeyID, signature: signature,
            securityToken: query.securityToken ?? request.header("x-amz-security-token"), scope: nil,
            signedHeaders: [], time: nil, timestamp: expires,
            expires: Date(timeIntervalSince1970: Double(seconds)), lifetime: nil,
            declaredPayloadHash: request.header("x-amz-content-sha256"))
    }
}

import FoundationEssentials

/// A signature as a request presents it, read but not yet believed.
package struct PresentedSignature: Sendable {
    package enum Version: Sendable { case v2, v4 }
    /// Where the signature stands: in `Authorization`, or in the query of a presigned URL.
    package enum Placement: Sendable { case header, query }

    package let version: Version
    package let placement: Placement
    package let accessKeyID: String
    package let signature: String
    package let securityToken: String?
    /// Version 4 only.
    package let scope: CredentialScope?
    /// Version 4 only, in the order given.
    package let signedHeaders: [String]
    /// When the request says it was signed; nil for presigned Version 2.
    package let time: Date?
    /// The time as it stands in the string to sign.
    package let timestamp: String
    /// When a presigned request ends.
    package let expires: Date?
    /// `X-Amz-Expires` in seconds, for presigned Version 4.
    package let lifetime: Int?
    /// The value of `x-amz-content-sha256`, if there is one.
    package let declaredPayloadHash: String?
}

extension PresentedSignature {
    /// The signature a request carries, nil if it carries none.
    package static func parse(_ request: SignableRequest) throws(SignatureError) -> PresentedSignature? {
        let authorization = request.header("authorization")
        let query = AuthenticationQuery(request.rawQuery)
        guard authorization == nil || query == nil else { throw .severalMechanisms }
        if let authorization {
            if let text = authorization.dropping(prefix: "AWS4-") {
                return try parseHeaderV4(text, authorization: authorization, in: request)
            }
            if let text = authorization.dropping(prefix: "AWS ") {
                return try parseHeaderV2(text, in: request)
            }
            throw .unsupportedAuthorization(authorization)
        }
        guard let query else { return nil }
        switch query.version {
        case .v4: return try parseQueryV4(query, in: request)
        case .v2: return try parseQueryV2(query, in: request)
        }
    }

    /// What stands on the last line of S3's canonical request.
    package func payloadHashForS3() throws(SignatureError) -> String {
        if let declaredPayloadHash {
            guard PayloadDeclaration(declaredPayloadHash) != nil else { throw .malformedPayloadHash }
            return declaredPayloadHash
        }
        guard placement == .query else { throw .missingPayloadHash }
        return PayloadDeclaration.unsignedPayload
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> Substring? {
        hasPrefix(prefix) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
    }
}

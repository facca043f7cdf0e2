import FoundationEssentials

/// Why a request's signature is not accepted. The protocol's error code is the gateway's choice.
package enum SignatureError: Error, Equatable, Sendable {
    package typealias Placement = PresentedSignature.Placement

    /// `Authorization` holds another scheme.
    case unsupportedAuthorization(String)
    /// Signed in `Authorization` and in the query at once.
    case severalMechanisms
    case unsupportedAlgorithm(String, Placement)
    case incomplete(missing: [String], Placement, authorization: String)
    case incompleteV2
    case malformedComponent(String)
    case malformedCredential(String, Placement)
    case malformedDate(String, Placement)
    case malformedExpires(ExpiresFault)
    /// Version 2 without a date that can be read.
    case missingDate
    case missingPayloadHash
    case malformedPayloadHash
    case wrongScope(ScopeFault, Placement)
    /// `Host` and every `x-amz-` header must be signed.
    case headersNotSigned([String])
    case skewed(requestTime: Date, serverTime: Date)
    case expired(at: Date, serverTime: Date, lifetime: Int?)
    case notYetValid(from: Date, serverTime: Date)
    case mismatch(SignatureMismatch)
}

package enum ExpiresFault: Equatable, Sendable {
    case notANumber, negative, tooLong
    case notAnEpoch(String)
}

package enum ScopeFault: Equatable, Sendable {
    case date(presented: String, requestTime: String)
    case region(presented: String, expected: String)
    case service(presented: String, expected: String)
    case terminator(presented: String)
}

/// What S3 shows a caller whose signature is wrong.
package struct SignatureMismatch: Equatable, Sendable {
    package let accessKeyID: String
    package let signatureProvided: String
    package let stringToSign: String
    /// Nil for Version 2, which has none.
    package let canonicalRequest: String?
}

import CivilTime
import FoundationEssentials
import ServiceKit
import SigV4
import Wire

/// Why a request's caller is not believed.
enum AuthenticationFailure: Error {
    case missing
    case unknownKey(String)
    case sessionToken(SessionTokenFailure, accessKeyID: String)
    case signature(SignatureError)
    /// The development root key, used by a page of another machine.
    case foreignOrigin
    /// The store could not be asked.
    case unavailable(any Error)

    /// The service's own code, sentence and status.
    func error(for service: ServiceModel) -> ServiceError {
        switch self {
        case .missing: Self.missing(service)
        case .unknownKey(let id), .sessionToken(.missing, let id): Self.unknownKey(id, service)
        case .sessionToken(.invalid, let id): Self.invalidToken(id, service)
        case .sessionToken(.expired, _): Self.expiredToken(service)
        case .signature(let error):
            service.awsProtocol == .restXML ? Self.s3(error) : Self.other(error, service)
        case .foreignOrigin: Self.foreignOrigin(service)
        case .unavailable(let cause):
            ServiceError("InternalFailure", "", status: 500, cause: cause)
        }
    }

    private static let invalidSentence = "The security token included in the request is invalid."

    private static func missing(_ service: ServiceModel) -> ServiceError {
        switch service.awsProtocol {
        case .restXML: ServiceError("AccessDenied", "Access Denied", status: 403)
        case .query:
            ServiceError("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        case .json10, .json11:
            ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", status: 400)
        case .restJSON:
            ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", status: 403)
        }
    }

    private static func unknownKey(_ id: String, _ service: ServiceModel) -> ServiceError {
        switch service.awsProtocol {
        case .restXML:
            ServiceError(
                "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.",
                status: 403, members: [("AWSAccessKeyId", id)])
        case .query: ServiceError("InvalidClientTokenId", invalidSentence, status: 403)
        case .json10, .json11: ServiceError("UnrecognizedClientException", invalidSentence, status: 400)
        case .restJSON: ServiceError("UnrecognizedClientException", invalidSentence, status: 403)
        }
    }

    private static func invalidToken(_ id: String, _ service: ServiceModel) -> ServiceError {
        guard service.awsProtocol == .restXML else { return unknownKey(id, service) }
        return ServiceError("InvalidToken", "The provided token is malformed or otherwise invalid.", status: 400)
    }

    private static func expiredToken(_ service: ServiceModel) -> ServiceError {
        let sentence = "The security token included in the request is expired"
        return switch service.awsProtocol {
        case .restXML: ServiceError("ExpiredToken", "The provided token has expired.", status: 400)
        case .query: ServiceError("ExpiredToken", sentence, status: 403)
        case .json10, .json11: ServiceError("ExpiredTokenException", sentence, status: 400)
        case .restJSON: ServiceError("ExpiredTokenException", sentence, status: 403)
        }
    }

    private static func foreignOrigin(_ service: ServiceModel) -> ServiceError {
        let sentence =
            "The development root key is not taken from pages of other machines. Start Hanok with a root key "
            + "of your own, or use temporary credentials."
        return switch service.awsProtocol {
        case .restXML, .query: ServiceError("AccessDenied", sentence, status: 403)
        case .json10, .json11: ServiceError("AccessDeniedException", sentence, status: 400)
        case .restJSON: ServiceError("AccessDeniedException", sentence, status: 403)
        }
    }

    // MARK: Signatures

    private static func other(_ error: SignatureError, _ service: ServiceModel) -> ServiceError {
        let isQuery = service.awsProtocol == .query
        let status = isQuery || service.awsProtocol == .restJSON ? 403 : 400
        let sentence = error.sentence(.other)
        switch error {
        case .mismatch, .skewed, .expired, .notYetValid, .wrongScope, .headersNotSigned:
            return ServiceError(
                isQuery ? "SignatureDoesNotMatch" : "InvalidSignatureException", sentence, status: status)
        default:
            return ServiceError(
                isQuery ? "IncompleteSignature" : "IncompleteSignatureException", sentence,
                status: isQuery ? 400 : status)
        }
    }

    private static func s3(_ error: SignatureError) -> ServiceError {
        let sentence = error.sentence(.s3)
        switch error {
        case .unsupportedAuthorization, .severalMechanisms, .unsupportedAlgorithm(_, .header):
            return ServiceError("InvalidArgument", sentence, status: 400)
        case .incomplete(["X-Amz-Date"], .header, _), .missingDate, .malformedDate(_, .header):
            return ServiceError("AccessDenied", sentence, status: 403)
        case .incomplete(_, .query, _), .malformedCredential(_, .query), .malformedDate(_, .query),
            .malformedExpires, .wrongScope(_, .query), .unsupportedAlgorithm(_, .query):
            return ServiceError("AuthorizationQueryParametersError", sentence, status: 400)
        case .incomplete, .malformedComponent, .malformedCredential, .wrongScope:
            return ServiceError("AuthorizationHeaderMalformed", sentence, status: 400)
        case .incompleteV2: return ServiceError("AccessDenied", sentence, status: 403)
        case .missingPayloadHash: return ServiceError("InvalidRequest", sentence, status: 400)
        case .malformedPayloadHash: return ServiceError("InvalidArgument", sentence, status: 400)
        case .headersNotSigned(let names):
            return ServiceError(
                "AccessDenied", sentence, status: 403,
                members: [("HeadersNotSigned", names.joined(separator: ", "))])
        case .skewed(let requestTime, let serverTime):
            return ServiceError(
                "RequestTimeTooSkewed", sentence, status: 403,
                members: [
                    ("RequestTime", requestTime.iso8601Basic), ("ServerTime", serverTime.iso8601),
                    ("MaxAllowedSkewMilliseconds", String(SignatureError.allowedSkewSeconds * 1000)),
                ])
        case .expired(let end, let serverTime, let lifetime):
            let seconds = lifetime.map { [(name: "X-Amz-Expires", value: String($0))] } ?? []
            return ServiceError(
                "AccessDenied", sentence, status: 403,
                members: seconds + [("Expires", end.iso8601), ("ServerTime", serverTime.iso8601)])
        case .notYetValid: return ServiceError("AccessDenied", sentence, status: 403)
        case .mismatch(let mismatch): return s3(mismatch, sentence)
        }
    }

    private static func s3(_ mismatch: SignatureMismatch, _ sentence: String) -> ServiceError {
        var members: [(name: String, value: String)] = [
            ("AWSAccessKeyId", mismatch.accessKeyID), ("StringToSign", mismatch.stringToSign),
            ("SignatureProvided", mismatch.signatureProvided),
            ("StringToSignBytes", hexadecimal(mismatch.stringToSign)),
        ]
        if let canonical = mismatch.canonicalRequest {
            members += [("CanonicalRequest", canonical), ("CanonicalRequestBytes", hexadecimal(canonical))]
        }
        return ServiceError("SignatureDoesNotMatch", sentence, status: 403, members: members)
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}

import CivilTime
import Crypto
import FoundationEssentials

/// Whose rules and sentences apply: S3's, or those of every other service.
package enum SignatureDialect: Sendable { case s3, other }

extension SignatureError {
    /// The largest difference between a caller's clock and ours.
    package static let allowedSkewSeconds = 900

    package func sentence(_ dialect: SignatureDialect) -> String {
        switch dialect {
        case .s3: sentenceOfS3
        case .other: sentenceOfOthers
        }
    }

    private var sentenceOfS3: String {
        switch self {
        case .unsupportedAuthorization: "Unsupported Authorization Type"
        case .severalMechanisms:
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                + "Signature query string parameter or the Authorization header should be specified"
        case .unsupportedAlgorithm(_, .header): "Unsupported Authorization Type"
        case .unsupportedAlgorithm(_, .query):
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""
        case .incomplete(["X-Amz-Date"], .header, _), .missingDate, .malformedDate(_, .header):
            "AWS authentication requires a valid Date or x-amz-date header"
        case .incomplete(_, .header, _):
            "The authorization header is malformed; the authorization header requires three components: "
                + "Credential, SignedHeaders, and Signature."
        case .incomplete(_, .query, _):
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                + "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
        case .incompleteV2:
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"
        case .malformedComponent(let text):
            "The authorization header is malformed; the authorization component \"\(text)\" is malformed."
        case .malformedCredential(_, let placement):
            Self.opening(placement)
                + "the Credential is mal-formed; "
                + "expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
        case .malformedDate(_, .query):
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""
        case .malformedExpires(let fault): fault.sentence
        case .missingPayloadHash: "Missing required header for this request: x-amz-content-sha256"
        case .malformedPayloadHash:
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER "
                + "or a valid sha256 value."
        case .wrongScope(let fault, let placement): Self.opening(placement) + fault.sentenceOfS3
        case .headersNotSigned: "There were headers present in the request which were not signed"
        case .skewed: "The difference between the request time and the current time is too large."
        case .expired: "Request has expired"
        case .notYetValid: "Request is not yet valid"
        case .mismatch:
            "The request signature we calculated does not match the signature you provided. "
                + "Check your key and signing method."
        }
    }

    private static func opening(_ placement: Placement) -> String {
        switch placement {
        case .header: "The authorization header is malformed; "
        case .query: "Error parsing the X-Amz-Credential parameter; "
        }
    }

    private var sentenceOfOthers: String {
        switch self {
        case .unsupportedAuthorization(let text):
            Self.missingSentence(["Credential", "Signature", "SignedHeaders", "X-Amz-Date"], text)
        case .unsupportedAlgorithm(let algorithm, _): "Unsupported AWS 'algorithm': '\(algorithm)'."
        case .incomplete(let missing, .header, let authorization):
            Self.missingSentence(missing, authorization)
        case .incomplete(let missing, .query, _):
            missing.map { "AWS query-string parameters must include '\($0)'. " }.joined()
                + "Re-examine the query-string parameters."
        case .malformedComponent(let text):
            "'\(text)' not a valid key=value pair (missing equal-sign) in Authorization header."
        case .malformedCredential(let text, _):
            "Credential must have exactly 5 slash-delimited elements, "
                + "e.g. keyid/date/region/service/term, got '\(text)'"
        case .malformedDate(let text, _):
            "Date must be in ISO-8601 'basic format'. Got '\(text)'. "
                + "See http://en.wikipedia.org/wiki/ISO_8601"
        case .wrongScope(let fault, _): fault.sentenceOfOthers
        case .headersNotSigned(let names):
            names.contains("host")
                ? "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
                : "'\(names[0])' must be a 'SignedHeader' in the AWS Authorization."
        case .skewed(let requestTime, let serverTime): Self.skewSentence(requestTime, serverTime)
        case .notYetValid(let from, let serverTime): Self.skewSentence(from, serverTime)
        case .expired(let end, let serverTime, _):
            "Signature expired: \(end.iso8601Basic) is now earlier than \(serverTime.iso8601Basic)"
        case .mismatch:
            "The request signature we calculated does not match the signature you provided. Check your AWS "
                + "Secret Access Key and signing method. Consult the service documentation for details."
        case .severalMechanisms, .incompleteV2, .missingDate, .malformedExpires, .missingPayloadHash,
            .malformedPayloadHash:
            sentenceOfS3
        }
    }

    private static func missingSentence(_ missing: [String], _ authorization: String) -> String {
        let parts = missing.map {
            $0 == "X-Amz-Date"
                ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                : "Authorization header requires '\($0)' parameter. "
        }
        let digest = Data(SHA256.hash(data: Array(authorization.utf8))).base64EncodedString()
        return parts.joined() + "(Hashed with SHA-256 and encoded with Base64) Authorization=\(digest)"
    }

    private static func skewSentence(_ requestTime: Date, _ serverTime: Date) -> String {
        let skew = Double(allowedSkewSeconds)
        let request = requestTime.iso8601Basic
        let server = serverTime.iso8601Basic
        if requestTime < serverTime {
            let edge = serverTime.addingTimeInterval(-skew).iso8601Basic
            return "Signature expired: \(request) is now earlier than \(edge) (\(server) - 15 min.)"
        }
        let edge = serverTime.addingTimeInterval(skew).iso8601Basic
        return "Signature not yet current: \(request) is still later than \(edge) (\(server) + 15 min.)"
    }
}

extension ExpiresFault {
    var sentence: String {
        switch self {
        case .notANumber: "X-Amz-Expires should be a number"
        case .negative: "X-Amz-Expires must be non-negative"
        case .tooLong:
            "X-Amz-Expires must be less than a week (in seconds); "
                + "that is, the given X-Amz-Expires must be less than 604800 seconds"
        case .notAnEpoch(let text): "Invalid date (should be seconds since epoch): \(text)"
        }
    }
}

extension ScopeFault {
    var sentenceOfS3: String {
        switch self {
        case .date(let presented, let requestTime):
            "Invalid credential date \"\(presented)\". "
                + "This date is not the same as X-Amz-Date: \"\(requestTime.prefix(8))\"."
        case .region(let presented, let expected):
            "the region '\(presented)' is wrong; expecting '\(expected)'"
        case .service(let presented, let expected):
            "incorrect service \"\(presented)\". This endpoint belongs to \"\(expected)\"."
        case .terminator(let presented):
            "incorrect terminal \"\(presented)\". This endpoint uses \"aws4_request\"."
        }
    }

    var sentenceOfOthers: String {
        switch self {
        case .date(let presented, let requestTime):
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'\(presented)' != '\(requestTime.prefix(8))', from '\(requestTime)'."
        case .region: "Credential should be scoped to a valid region. "
        case .service(_, let expected): "Credential should be scoped to correct service: '\(expected)'. "
        case .terminator(let presented):
            "Credential should be scoped with a valid terminator: 'aws4_request', not '\(presented)'. "
        }
    }
}

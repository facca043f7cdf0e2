import CivilTime
import FoundationEssentials
import SigV4

/// The keys of AWS's documentation; they open nothing.
enum ExampleKeys {
    static let accessKeyID = "AKIAIOSFODNN7EXAMPLE"
    static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    static func key(for signature: PresentedSignature) throws -> SigningKey {
        guard let scope = signature.scope else { throw MissingScope() }
        return SigningKey(secretAccessKey: secretAccessKey, scope: scope)
    }

    struct MissingScope: Error {}
}

func date(_ text: String) -> Date { Date(iso8601Basic: text) ?? Date(timeIntervalSince1970: 0) }

func signed(_ request: SignableRequest) throws -> PresentedSignature {
    guard let signature = try PresentedSignature.parse(request) else { throw ExampleKeys.MissingScope() }
    return signature
}

/// Verifies a request as S3 or another service would, and gives the error.
func verify(
    _ request: SignableRequest, payloadHash: String? = nil, service: String? = nil, region: String? = nil,
    now: String
) throws {
    let signature = try signed(request)
    let isS3 = signature.scope?.service == "s3"
    let hash = try payloadHash ?? signature.payloadHashForS3()
    try signature.verify(
        request, payloadHash: hash, key: ExampleKeys.key(for: signature),
        expecting: SignatureExpectation(isS3 ? .s3 : .other, service: service, region: region),
        now: date(now))
}

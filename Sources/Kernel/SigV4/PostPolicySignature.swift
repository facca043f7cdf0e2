import CivilTime
import FoundationEssentials

/// The signature of an upload form, read but not yet believed. It covers the policy's Base64 text as it was sent.
package struct PostPolicySignature: Sendable {
    package let version: PresentedSignature.Version
    package let accessKeyID: String
    package let signature: String
    package let securityToken: String?
    /// Version 4 only.
    package let scope: CredentialScope?
    /// The Base64 text.
    package let policy: String

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let longestCredential = 256
    private static let fieldsOfV4 = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"]
    private static let fieldsOfV2 = ["AWSAccessKeyId", "Signature"]

    /// The signature in a form, nil if no field of one is there: a policy alone signs nothing.
    ///
    /// - Parameter field: the value of a field, whose name is compared without regard to case.
    package static func parse(_ field: (String) -> String?) throws(PostPolicySignatureError) -> Self? {
        if fieldsOfV4.contains(where: { field($0) != nil }) { return try parseV4(field) }
        if fieldsOfV2.contains(where: { field($0) != nil }) { return try parseV2(field) }
        return nil
    }

    private static func parseV4(_ field: (String) -> String?) throws(PostPolicySignatureError) -> Self {
        var values: [String] = []
        for name in fieldsOfV4 + ["policy"] {
            guard let value = field(name) else { throw .missing(name) }
            values.append(value)
        }
        guard values[0] == algorithm else { throw .invalid("X-Amz-Algorithm", values[0], .algorithm) }
        guard Date(iso8601Basic: values[2]) != nil else { throw .invalid("X-Amz-Date", values[2], .date) }
        let (accessKeyID, scope) = try parse(credential: values[1], requestTime: values[2])
        return Self(
            version: .v4, accessKeyID: accessKeyID, signature: values[3], securityToken: field("x-amz-security-token"),
            scope: scope, policy: values[4])
    }

    private static func parseV2(_ field: (String) -> String?) throws(PostPolicySignatureError) -> Self {
        var values: [String] = []
        for name in fieldsOfV2 + ["policy"] {
            guard let value = field(name) else { throw .missing(name) }
            values.append(value)
        }
        return Self(
            version: .v2, accessKeyID: values[0], signature: values[1], securityToken: field("x-amz-security-token"),
            scope: nil, policy: values[2])
    }

    private static func parse(
        credential: String, requestTime: String
    ) throws(PostPolicySignatureError) -> (String, CredentialScope) {
        func refusal(_ fault: PostPolicySignatureError.Fault) -> PostPolicySignatureError {
            .invalid("X-Amz-Credential", credential, fault)
        }
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard credential.utf8.count <= longestCredential, parts.count == 5 else { throw refusal(.credential) }
        guard !parts[0].isEmpty else { throw refusal(.accessKeyID) }
        guard parts[1].utf8.count == 8, Date(iso8601Basic: parts[1] + "T000000Z") != nil else {
            throw refusal(.credentialDate(parts[1]))
        }
        let scope = CredentialScope(date: parts[1], region: parts[2], service: parts[3], terminator: parts[4])
        guard scope.service == "s3" else {
            throw refusal(.scope(.service(presented: scope.service, expected: "s3")))
        }
        guard scope.terminator == "aws4_request" else {
            throw refusal(.scope(.terminator(presented: scope.terminator)))
        }
        guard requestTime.hasPrefix(scope.date) else {
            throw refusal(.scope(.date(presented: scope.date, requestTime: requestTime)))
        }
        return (parts[0], scope)
    }
}

extension PostPolicySignature {
    /// Checks a Version 4 signature with the key of its scope.
    package func verify(_ key: SigningKey) throws(SignatureError) {
        guard version == .v4, key.verifies(signature, of: policy) else { throw mismatch }
    }

    /// Checks a Version 2 signature.
    package func verifyV2(secretAccessKey: String) throws(SignatureError) {
        let calculated = SignatureV2.signature(of: policy, secretAccessKey: secretAccessKey)
        guard version == .v2, equalInConstantTime(signature, Array(calculated.utf8)) else { throw mismatch }
    }

    private var mismatch: SignatureError {
        .mismatch(
            SignatureMismatch(
                accessKeyID: accessKeyID, signatureProvided: signature, stringToSign: policy, canonicalRequest: nil))
    }
}

/// Why the fields that sign a form are not taken.
package enum PostPolicySignatureError: Error, Equatable, Sendable {
    package enum Fault: Equatable, Sendable {
        case algorithm, date, credential, accessKeyID
        case credentialDate(String)
        case scope(ScopeFault)
    }

    case missing(String)
    /// The field's name, its value and what is wrong with it.
    case invalid(String, String, Fault)

    package var field: (name: String, value: String) {
        switch self {
        case .missing(let name): (name, "")
        case .invalid(let name, let value, _): (name, value)
        }
    }

    package var sentence: String {
        switch self {
        case .missing(let name):
            "Bucket POST must contain a field named '\(name)'.  "
                + "If it is specified, please check the order of the fields."
        case .invalid(_, _, let fault): fault.sentence
        }
    }
}

extension PostPolicySignatureError.Fault {
    fileprivate var sentence: String {
        switch self {
        case .algorithm: "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""
        case .date: "X-Amz-Date must be formated via ISO8601 Long format"
        case .credential:
            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
        case .accessKeyID: "a non-empty Access Key (AKID) must be provided in the credential."
        case .credentialDate(let date):
            "incorrect date format \"\(date)\". This date in the credential must be in the format \"yyyyMMdd\"."
        case .scope(let fault): fault.sentenceOfS3
        }
    }
}

/// How a JSON error names its type and its sentence: most services by the code alone, DynamoDB by the namespace that the
/// code is of, and Lambda's sentence by a member that depends on the shape. SDKs read all of them.
package enum ErrorNames: Sendable {
    case plain
    case dynamoDB
    case lambda

    private static let own = "com.amazonaws.dynamodb.v20120810#"
    private static let ofValidation = "com.amazon.coral.validate#"
    private static let ofFramework = "com.amazon.coral.service#"

    /// What the framework says before a request comes to the service.
    private static let frameworkCodes: Set<String> = [
        "SerializationException", "UnknownOperationException", "AccessDeniedException", "UnrecognizedClientException",
        "MissingAuthenticationTokenException", "InvalidSignatureException", "IncompleteSignatureException",
        "ExpiredTokenException", "InternalFailure",
    ]
    /// Whose shapes, or whose senders, have a capital letter.
    private static let capitalized: Set<String> = [
        "SerializationException", "AccessDeniedException", "TransactionCanceledException",
        "TransactionInProgressException", "IdempotentParameterMismatchException",
    ]

    func type(of code: String) -> String {
        guard self == .dynamoDB else { return code }
        if code == "ValidationException" { return Self.ofValidation + code }
        return (Self.frameworkCodes.contains(code) ? Self.ofFramework : Self.own) + code
    }

    /// Lambda's shapes whose member is called `Message`, and what its framework says of permissions.
    private static let lambdaCapitalized: Set<String> = [
        "AccessDeniedException", "CodeSigningConfigNotFoundException", "ResourceInUseException",
        "ResourceNotFoundException", "ServiceException",
    ]

    func messageMember(of code: String) -> String {
        let isCapitalized =
            switch self {
            case .plain: false
            case .dynamoDB: Self.capitalized.contains(code)
            case .lambda: Self.lambdaCapitalized.contains(code)
            }
        return isCapitalized ? "Message" : "message"
    }
}

extension ServiceModel {
    package var errorNames: ErrorNames {
        switch signingName {
        case "dynamodb": .dynamoDB
        case "lambda": .lambda
        default: .plain
        }
    }
}

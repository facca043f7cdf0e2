import ServiceKit

/// Lambda's refusals, in its words. SDKs read the sentence from `message`, or from `Message` where the model has it so.
extension ServiceError {
    private static let user: [(name: String, value: String)] = [("Type", "User")]

    static func invalid(_ message: String) -> ServiceError {
        ServiceError("InvalidParameterValueException", message, status: 400, members: user)
    }

    static func validation(_ message: String) -> ServiceError {
        ServiceError("ValidationException", message, status: 400)
    }

    static func notFound(_ message: String) -> ServiceError {
        ServiceError("ResourceNotFoundException", message, status: 404, members: user)
    }

    static func functionNotFound(_ arn: String) -> ServiceError { notFound("Function not found: \(arn)") }

    static func conflict(_ message: String) -> ServiceError {
        ServiceError("ResourceConflictException", message, status: 409, members: user)
    }

    static let revisionMismatch = revisionMismatch(tellingBy: "GetFunction/GetAlias")

    static func revisionMismatch(tellingBy operation: String) -> ServiceError {
        ServiceError(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the \(operation) API to retrieve the latest "
                + "Revision Id", status: 412, members: user)
    }

    static let qualifierMismatch = invalid(
        "The derived qualifier from the function name does not match the specified qualifier.")

    static let functionsOnly = invalid(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please "
            + "specify either a function name or an unqualified function ARN.")

    static let roleNotAssumable = invalid("The role defined for the function cannot be assumed by Lambda.")

    static let notUnzipped = invalid(
        "Could not unzip uploaded file. Please check your file, then try to upload again.")

    static let unzippedTooLarge = invalid("Unzipped size must be smaller than 262144000 bytes")

    static func throttled(_ reason: String) -> ServiceError {
        ServiceError(
            "TooManyRequestsException", "Rate Exceeded.", status: 429, members: [("Reason", reason), ("Type", "User")])
    }

    static func notRun(_ text: String) -> ServiceError {
        ServiceError("ServiceException", text, status: 500, members: [("Type", "Service")])
    }
}

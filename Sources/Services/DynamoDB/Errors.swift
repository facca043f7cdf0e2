import ServiceKit

/// DynamoDB's refusals, in its words.
extension ServiceError {
    static func validation(_ message: String) -> ServiceError {
        ServiceError("ValidationException", message, status: 400)
    }

    static func invalidParameters(_ message: String) -> ServiceError {
        validation("One or more parameter values were invalid: " + message)
    }

    /// Of an operation on items.
    static var resourceNotFound: ServiceError {
        ServiceError("ResourceNotFoundException", "Requested resource not found", status: 400)
    }

    /// Of an operation on tables.
    static func tableNotFound(_ name: String) -> ServiceError {
        ServiceError(
            "ResourceNotFoundException", "Requested resource not found: Table: \(name) not found", status: 400)
    }

    static func tableExists(_ name: String) -> ServiceError {
        ServiceError("ResourceInUseException", "Table already exists: \(name)", status: 400)
    }

    static var conditionFailed: ServiceError {
        ServiceError("ConditionalCheckFailedException", "The conditional request failed", status: 400)
    }

    static func inUse(_ message: String) -> ServiceError {
        ServiceError("ResourceInUseException", message, status: 400)
    }

    static func limitExceeded(_ message: String) -> ServiceError {
        ServiceError("LimitExceededException", message, status: 400)
    }

    /// What a member breaks of the model's limits, in the sentence that AWS's services share.
    static func constraints(_ broken: [String]) -> ServiceError {
        validation(
            "\(broken.count) validation error\(broken.count == 1 ? "" : "s") detected: "
                + broken.joined(separator: "; "))
    }

    static let itemTooLarge = validation("Item size has exceeded the maximum allowed size")
    static let updatedItemTooLarge = validation("Item size to update has exceeded the maximum allowed size")
    static let keyMismatch = validation("The provided key element does not match the schema")
    static let startKeyInvalid = validation("The provided starting key is invalid")
    static let startKeyMismatch = validation(
        "The provided starting key is invalid: The provided key element does not match the schema")

    private static let beginningOfEmptyKey = "One or more parameter values are not valid. "

    static func emptyKey(_ sentence: String) -> ServiceError { validation(beginningOfEmptyKey + sentence) }

    /// Told of the whole request, also where other faults of an action cancel a transaction.
    var isOfEmptyKey: Bool { message.hasPrefix(Self.beginningOfEmptyKey) }
}

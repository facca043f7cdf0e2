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

    static let invalidName = validation(
        "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the "
            + "characters a-z, A-Z, 0-9, '_', '-', and '.'")

    static func inUse(_ message: String) -> ServiceError {
        ServiceError("ResourceInUseException", message, status: 400)
    }

    static func limitExceeded(_ message: String) -> ServiceError {
        ServiceError("LimitExceededException", message, status: 400)
    }

    static let itemTooLarge = validation("Item size has exceeded the maximum allowed size")
    static let updatedItemTooLarge = validation("Item size to update has exceeded the maximum allowed size")
    static let keyMismatch = validation("The provided key element does not match the schema")
}

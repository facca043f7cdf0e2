import ServiceKit

/// API Gateway's refusals, in its words.
extension ServiceError {
    static func badRequest(_ message: String) -> ServiceError {
        ServiceError("BadRequestException", message, status: 400)
    }

    static func notFound(_ message: String) -> ServiceError { ServiceError("NotFoundException", message, status: 404) }

    static func conflict(_ message: String) -> ServiceError { ServiceError("ConflictException", message, status: 409) }

    static func limitExceeded(_ message: String) -> ServiceError {
        ServiceError("LimitExceededException", message, status: 429)
    }

    /// HTTP APIs' error for the same.
    static func tooMany(_ things: String) -> ServiceError {
        ServiceError(
            "TooManyRequestsException",
            "Maximum number of \(things) for this API has been reached. Please contact AWS if you need additional "
                + "\(things).", status: 429)
    }

    /// What this server does not do, said clearly.
    static func unsupported(_ what: String) -> ServiceError { badRequest("\(what) is not supported.") }
}

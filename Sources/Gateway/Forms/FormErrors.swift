import ServiceKit

/// Why an upload form is not taken, as S3 words it.
extension ServiceError {
    static let notMultipart = ServiceError(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status: 412,
        members: [("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")])

    static let malformedForm = ServiceError(
        "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.", status: 400)

    static let queryOnForm = ServiceError(
        "InvalidArgument", "Query String Parameters not allowed on POST requests.", status: 400)

    static func formTooLong(limit: Int) -> ServiceError {
        ServiceError(
            "MaxPostPreDataLengthExceeded", "Your POST request fields preceeding the upload file was too large.",
            status: 400, members: [("MaxPostPreDataLengthBytes", String(limit))])
    }

    static func formArgument(_ sentence: String, name: String, value: String = "") -> ServiceError {
        ServiceError(
            "InvalidArgument", sentence, status: 400, members: [("ArgumentName", name), ("ArgumentValue", value)])
    }

    static func missingField(_ name: String) -> ServiceError {
        formArgument(
            "Bucket POST must contain a field named '\(name)'.  "
                + "If it is specified, please check the order of the fields.", name: name)
    }

    static func fileCount(_ count: Int) -> ServiceError {
        formArgument("POST requires exactly one file upload per request.", name: "file", value: String(count))
    }

    static func fileTooLarge(proposed: Int, most: Int) -> ServiceError {
        ServiceError(
            "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", status: 400,
            members: [("ProposedSize", String(proposed)), ("MaxSizeAllowed", String(most))])
    }

    static func fileTooSmall(proposed: Int, least: Int) -> ServiceError {
        ServiceError(
            "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", status: 400,
            members: [("ProposedSize", String(proposed)), ("MinSizeAllowed", String(least))])
    }

    static func invalidPolicy(_ detail: String) -> ServiceError {
        ServiceError("InvalidPolicyDocument", "Invalid Policy: " + detail, status: 400)
    }

    static func againstPolicy(_ detail: String) -> ServiceError {
        ServiceError("AccessDenied", "Invalid according to Policy: " + detail, status: 403)
    }
}

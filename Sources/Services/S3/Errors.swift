import ServiceKit

/// S3's errors, in its sentences.
extension ServiceError {
    static func noSuchBucket(_ name: String) -> ServiceError {
        ServiceError(
            "NoSuchBucket", "The specified bucket does not exist", status: 404, members: [("BucketName", name)])
    }

    static func noSuchKey(_ key: String) -> ServiceError {
        ServiceError("NoSuchKey", "The specified key does not exist.", status: 404, members: [("Key", key)])
    }

    static func noSuchUpload(_ id: String) -> ServiceError {
        ServiceError(
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                + "aborted or completed.", status: 404, members: [("UploadId", id)])
    }

    static func accessDenied(_ sentence: String = "Access Denied") -> ServiceError {
        ServiceError("AccessDenied", sentence, status: 403)
    }

    static func bucketNotEmpty(_ name: String) -> ServiceError {
        ServiceError(
            "BucketNotEmpty", "The bucket you tried to delete is not empty", status: 409,
            members: [("BucketName", name)])
    }

    static func invalidBucketName(_ name: String) -> ServiceError {
        ServiceError(
            "InvalidBucketName", "The specified bucket is not valid.", status: 400, members: [("BucketName", name)])
    }

    static func bucketAlreadyOwnedByYou(_ name: String) -> ServiceError {
        ServiceError(
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.", status: 409,
            members: [("BucketName", name)])
    }

    static func bucketAlreadyExists(_ name: String) -> ServiceError {
        ServiceError(
            "BucketAlreadyExists",
            "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                + "system. Please select a different name and try again.", status: 409,
            members: [("BucketName", name)])
    }

    static func invalidArgument(_ sentence: String, name: String, value: String) -> ServiceError {
        ServiceError(
            "InvalidArgument", sentence, status: 400, members: [("ArgumentName", name), ("ArgumentValue", value)])
    }

    static func invalidRequest(_ sentence: String) -> ServiceError {
        ServiceError("InvalidRequest", sentence, status: 400)
    }

    static let malformedXML = ServiceError(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema",
        status: 400)

    static func notImplemented(_ header: String) -> ServiceError {
        ServiceError(
            "NotImplemented", "A header you provided implies functionality that is not implemented", status: 501,
            members: [("Header", header)])
    }

    static func preconditionFailed(_ condition: String) -> ServiceError {
        ServiceError(
            "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", status: 412,
            members: [("Condition", condition)])
    }

    static let operationAborted = ServiceError(
        "OperationAborted",
        "A conflicting conditional operation is currently in progress against this resource. Please try again.",
        status: 409)

    static func badDigest(_ sentence: String) -> ServiceError { ServiceError("BadDigest", sentence, status: 400) }

    static func invalidRange(_ range: String, size: Int) -> ServiceError {
        ServiceError(
            "InvalidRange", "The requested range is not satisfiable", status: 416,
            members: [("RangeRequested", range), ("ActualObjectSize", String(size))])
    }
}

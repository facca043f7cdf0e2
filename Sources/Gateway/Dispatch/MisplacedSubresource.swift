import ServiceKit
import Wire

extension ServiceError {
    /// A request that is no operation of S3: a method that its resource does not know, or a subresource that the
    /// resource does not have or that the method does not take. S3 has sentences of its own for a few.
    static func noOperation(_ request: WireRequest, at level: RESTRoute.Level, in router: RESTRouter?) -> ServiceError {
        let selectors = router?.selectors(in: request.query) ?? []
        if selectors.count > 1, selectors != ["partNumber", "uploadId"] {
            return ServiceError(
                "InvalidArgument", "Conflicting query string parameters: \(selectors.joined(separator: ", "))",
                status: 400, members: [("ArgumentName", "ResourceType"), ("ArgumentValue", selectors[0])])
        }
        switch (level, request.method, selectors.first) {
        case (.bucket, _, "partNumber") where selectors.count == 1:
            return ServiceError("InvalidRequest", "Object must have a valid key name.", status: 400)
        case (.bucket, "GET", "uploadId"), (.bucket, "POST", "uploadId"), (.bucket, "DELETE", "uploadId"):
            return ServiceError("InvalidRequest", "A key must be specified", status: 400)
        case (.object, "GET", "uploads"):
            return ServiceError(
                "InvalidRequest", "Key is not expected for the GET method ?uploads subresource", status: 400)
        case (.object, "GET", "versions"):
            return ServiceError(
                "InvalidRequest", "There is no such thing as the ?versions sub-resource for a key", status: 400)
        case (.object, "GET", "logging"):
            return ServiceError(
                "NoLoggingStatusForKey", "There is no such thing as the ?logging sub-resource for a key", status: 400)
        default:
            return ServiceError(
                "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405,
                members: [("Method", request.method), ("ResourceType", level.resourceType)])
        }
    }
}

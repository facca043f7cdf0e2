import CognitoIdentityPoolsModel
import ServiceKit
import Wire

/// The service's errors, in AWS's sentences.
extension ServiceError {
    init(_ shape: ErrorShape, _ message: String) { self.init(shape.code, message, status: shape.status) }

    static func noIdentityPool(_ id: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.resourceNotFound, "IdentityPool '\(id)' not found.")
    }

    static func noIdentity(_ id: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.resourceNotFound, "Identity '\(id)' not found.")
    }

    static func invalidParameter(_ message: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.invalidParameter, message)
    }

    static func notAuthorized(_ message: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.notAuthorized, message)
    }

    static func forbiddenIdentity(_ id: String) -> ServiceError {
        notAuthorized("Access to Identity '\(id)' is forbidden.")
    }

    static let unauthenticatedNotSupported = notAuthorized(
        "Unauthenticated access is not supported for this identity pool.")
    static let unsupportedProvider = notAuthorized(
        "Token is not from a supported provider of this identity pool.")
    static let loginsDoNotMatch = notAuthorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool.")
    static let classicFlowDisabled = invalidParameter(
        "Basic (classic) flow is not enabled, please use enhanced flow.")
    static let invalidConfiguration = ServiceError(
        CognitoIdentityPoolsErrors.invalidIdentityPoolConfiguration,
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.")
    static let invalidPagingToken = invalidParameter("Invalid pagination token")
}

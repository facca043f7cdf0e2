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

    static func noDeveloperUser(_ identifier: String) -> ServiceError {
        ServiceError(
            CognitoIdentityPoolsErrors.resourceNotFound, "Developer user identifier '\(identifier)' not found.")
    }

    static func conflict(_ message: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.resourceConflict, message)
    }

    static func limitExceeded(_ message: String) -> ServiceError {
        ServiceError(CognitoIdentityPoolsErrors.limitExceeded, message)
    }

    static func ambiguousRole(_ provider: String) -> ServiceError {
        notAuthorized("The ambiguous role mapping rules for: \(provider) denied this request.")
    }

    static func notAProviderOfMapping(_ name: String) -> ServiceError {
        invalidParameter("(\(name)) is not a valid RoleMapping ProviderName or is not a configured provider.")
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
    static let loginsOfAnother = conflict("Logins are already linked to another account.")
    static let developerUserOfAnother = ServiceError(
        CognitoIdentityPoolsErrors.developerUserAlreadyRegistered,
        "Developer user identifier is already registered with another identity.")
    static let tooManyLinks = invalidParameter(
        "The number of linked logins is limited to \(Identity.mostLinks).")
    static let notAPublicProvider = invalidParameter("Please provide a valid public provider")
    static let noSuchDeveloperProvider = invalidParameter(
        "This identity pool does not support the specified developer provider")
    static let tokenOfOurOwn = notAuthorized("Invalid login token. Can't pass in a Cognito token.")
    static let roleNotInToken = notAuthorized("The token does not carry the requested role.")
    static let classicFlowDisabled = invalidParameter(
        "Basic (classic) flow is not enabled, please use enhanced flow.")
    static let invalidConfiguration = ServiceError(
        CognitoIdentityPoolsErrors.invalidIdentityPoolConfiguration,
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.")
    static let invalidPagingToken = invalidParameter("Invalid pagination token")
}

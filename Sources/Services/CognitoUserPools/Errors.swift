import CognitoUserPoolsModel
import ServiceKit
import Wire

/// The service's errors, in AWS's sentences.
extension ServiceError {
    init(_ shape: ErrorShape, _ message: String) { self.init(shape.code, message, status: shape.status) }

    static func noUserPool(_ id: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.resourceNotFound, "User pool \(id) does not exist.")
    }

    static func noClient(_ id: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.resourceNotFound, "User pool client \(id) does not exist.")
    }

    static func invalidParameter(_ message: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.invalidParameter, message)
    }

    static func notSupported(_ member: String) -> ServiceError {
        invalidParameter("\(member) is not supported.")
    }

    static func notAuthorized(_ message: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.notAuthorized, message)
    }

    static func unsupportedUserState(_ message: String) -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.unsupportedUserState, message)
    }

    static func invalidPassword(_ reason: String) -> ServiceError {
        ServiceError(
            CognitoUserPoolsErrors.invalidPassword, "Password did not conform with policy: \(reason)")
    }

    static func usernameExists(_ message: String = "User already exists") -> ServiceError {
        ServiceError(CognitoUserPoolsErrors.usernameExists, message)
    }

    static func aliasExists(_ attribute: String) -> ServiceError {
        ServiceError(
            CognitoUserPoolsErrors.aliasExists, "An account with the \(attribute) already exists.")
    }

    static let noUser = ServiceError(CognitoUserPoolsErrors.userNotFound, "User does not exist.")
    static let noUserForClient = ServiceError(
        CognitoUserPoolsErrors.userNotFound, "Username/client id combination not found.")
    static let wrongPassword = notAuthorized("Incorrect username or password.")
    static let passwordAttemptsExceeded = notAuthorized("Password attempts exceeded")
    static let userDisabled = notAuthorized("User is disabled.")
    static let userNotConfirmed = ServiceError(
        CognitoUserPoolsErrors.userNotConfirmed, "User is not confirmed.")
    static let passwordResetRequired = ServiceError(
        CognitoUserPoolsErrors.passwordResetRequired, "Password reset required for the user")
    static let codeMismatch = ServiceError(
        CognitoUserPoolsErrors.codeMismatch, "Invalid verification code provided, please try again.")
    static let expiredCode = ServiceError(
        CognitoUserPoolsErrors.expiredCode, "Invalid code provided, please request a code again.")
    static let limitExceeded = ServiceError(
        CognitoUserPoolsErrors.limitExceeded, "Attempt limit exceeded, please try after some time.")
    static let codeDeliveryFailure = ServiceError(
        CognitoUserPoolsErrors.codeDeliveryFailure, "The message could not be delivered.")
    static let tooManyRequests = ServiceError(CognitoUserPoolsErrors.tooManyRequests, "Too many requests")
    static let concurrentModification = ServiceError(
        CognitoUserPoolsErrors.concurrentModification, "The user was changed by another request. Please retry.")
    static let invalidPagingToken = invalidParameter("Invalid pagination token")

    static let unauthorizedAttribute = notAuthorized("A client attempted to write unauthorized attribute")
}

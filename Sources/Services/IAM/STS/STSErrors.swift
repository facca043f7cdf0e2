import STSModel
import ServiceKit

/// STS's errors with AWS's sentences.
extension ServiceError {
    static let webIdentityNotTrusted = accessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity")

    static let webIdentityExpired = ServiceError(
        STSErrors.expiredToken, "The web identity token that was passed is expired or is not valid.")

    static let notAWebIdentityToken = ServiceError(
        STSErrors.invalidIdentityToken,
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")

    static let identityProviderUnreachable = ServiceError(
        STSErrors.idpCommunicationError,
        "Couldn't retrieve verification key from your identity provider,  please reference "
            + "AssumeRoleWithWebIdentity documentation for requirements")

    static let unknownIdentityProvider = ServiceError(
        STSErrors.invalidIdentityToken,
        "Couldn't retrieve verification key from your identity provider,  please reference "
            + "AssumeRoleWithWebIdentity documentation for requirements")
}

import CognitoUserPoolsModel
import ServiceKit

/// What a sign-in comes to: a user who has proven who they are, or one more question.
enum SignInStep {
    case signedIn(SignedIn)
    case challenge(ChallengeNameType, session: String, parameters: [String: String])
    /// USER_AUTH: several ways to go on, of which one is to be chosen.
    case choice([ChallengeNameType], session: String, parameters: [String: String])
    /// A refresh: tokens of a sign-in that was proven before.
    case renewed(AuthenticationResultType)
}

/// Somebody who has answered all that was asked.
struct SignedIn {
    var user: User
    /// The device the tokens are for, where the pool tracks devices.
    var deviceKey: String?
    /// A device the pool sees for the first time, to be confirmed by the client.
    var newDevice: NewDeviceMetadataType?
    var metadata: [String: String]?
    /// Which step led here, for PreTokenGeneration.
    var source = TokenSource.authentication
}

/// PreTokenGeneration's trigger sources, after `TokenGeneration_`.
enum TokenSource: String, Sendable {
    case authentication = "Authentication"
    case hostedAuth = "HostedAuth"
    case newPasswordChallenge = "NewPasswordChallenge"
    case authenticateDevice = "AuthenticateDevice"
    case refreshTokens = "RefreshTokens"
    case clientCredentials = "ClientCredentials"
}

extension CognitoUserPools {
    /// The members that the replies of InitiateAuth, RespondToAuthChallenge and their Admin forms share.
    struct SignInReply {
        var challenge: ChallengeNameType?
        var session: String?
        var parameters: [String: String] = [:]
        var result: AuthenticationResultType?
        var available: [ChallengeNameType]?
    }

    /// A sign-in by API that is complete gets its tokens.
    func reply(to step: SignInStep, _ context: SignInContext) async throws -> SignInReply {
        switch step {
        case .signedIn(let signedIn):
            var grant = TokenGrant(pool: context.pool, client: context.client, user: signedIn.user)
            grant.deviceKey = signedIn.deviceKey
            grant.source = signedIn.source
            grant.metadata = signedIn.metadata
            var result = try await firstTokens(grant, at: context.call.time)
            result.newDeviceMetadata = signedIn.newDevice
            return SignInReply(result: result)
        case .renewed(let result): return SignInReply(result: result)
        case .challenge(let name, let session, let parameters):
            return SignInReply(challenge: name, session: session, parameters: parameters)
        case .choice(let available, let session, let parameters):
            return SignInReply(
                challenge: .selectChallenge, session: session, parameters: parameters, available: available)
        }
    }
}

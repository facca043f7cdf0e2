import CognitoUserPoolsModel
import ServiceKit

/// What a sign-in comes to: a user who has proven who they are, or one more question.
enum SignInStep {
    case signedIn(SignedIn)
    case challenge(ChallengeNameType, session: String, parameters: [String: String])
    /// A refresh: tokens of a sign-in that was proven before.
    case renewed(AuthenticationResultType)
}

/// Somebody who has answered all that was asked.
struct SignedIn {
    var user: User
}

extension CognitoUserPools {
    /// The members that the replies of InitiateAuth, RespondToAuthChallenge and their Admin forms share.
    struct SignInReply {
        var challenge: ChallengeNameType?
        var session: String?
        var parameters: [String: String] = [:]
        var result: AuthenticationResultType?
    }

    /// A sign-in by API that is complete gets its tokens.
    func reply(
        to step: SignInStep, _ pool: UserPool, _ client: UserPoolClient, _ call: Call
    ) async throws -> SignInReply {
        switch step {
        case .signedIn(let signedIn):
            let grant = TokenGrant(pool: pool, client: client, user: signedIn.user)
            return SignInReply(result: try await firstTokens(grant, at: call.time))
        case .renewed(let result): return SignInReply(result: result)
        case .challenge(let name, let session, let parameters):
            return SignInReply(challenge: name, session: session, parameters: parameters)
        }
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func respondToAuthChallenge(
        _ input: RespondToAuthChallengeRequest, _ call: Call
    ) async throws -> RespondToAuthChallengeResponse {
        let (pool, client) = try await openClient(input.clientId, call)
        let context = SignInContext(
            pool: pool, client: client, call: call, metadata: input.clientMetadata, byAdministrator: false)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, context)
        let reply = try await reply(to: step, context)
        return RespondToAuthChallengeResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

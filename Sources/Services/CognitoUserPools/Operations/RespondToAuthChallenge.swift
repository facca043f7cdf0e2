import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func respondToAuthChallenge(
        _ input: RespondToAuthChallengeRequest, _ call: Call
    ) async throws -> RespondToAuthChallengeResponse {
        let (pool, client) = try await openClient(input.clientId)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, pool, client, call)
        let reply = try await reply(to: step, pool, client, call)
        return RespondToAuthChallengeResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

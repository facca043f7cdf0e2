import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminRespondToAuthChallenge(
        _ input: AdminRespondToAuthChallengeRequest, _ call: Call
    ) async throws -> AdminRespondToAuthChallengeResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, pool, client, call)
        let reply = try await reply(to: step, pool, client, call)
        return AdminRespondToAuthChallengeResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminRespondToAuthChallenge(
        _ input: AdminRespondToAuthChallengeRequest, _ call: Call
    ) async throws -> AdminRespondToAuthChallengeResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let context = SignInContext(
            pool: pool, client: client, call: call, metadata: input.clientMetadata, byAdministrator: true)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, context)
        let reply = try await reply(to: step, context)
        return AdminRespondToAuthChallengeResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

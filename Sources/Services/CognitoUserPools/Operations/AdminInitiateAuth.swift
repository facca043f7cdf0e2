import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminInitiateAuth(
        _ input: AdminInitiateAuthRequest, _ call: Call
    ) async throws -> AdminInitiateAuthResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let context = SignInContext(
            pool: pool, client: client, call: call, metadata: input.clientMetadata, byAdministrator: true)
        let step = try await begin(input.authFlow, input.authParameters ?? [:], session: input.session, context)
        let reply = try await reply(to: step, context)
        return AdminInitiateAuthResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result, availableChallenges: reply.available)
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func initiateAuth(_ input: InitiateAuthRequest, _ call: Call) async throws -> InitiateAuthResponse {
        let (pool, client) = try await openClient(input.clientId, call)
        let context = SignInContext(
            pool: pool, client: client, call: call, metadata: input.clientMetadata, byAdministrator: false)
        let step = try await begin(input.authFlow, input.authParameters ?? [:], session: input.session, context)
        let reply = try await reply(to: step, context)
        return InitiateAuthResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result, availableChallenges: reply.available)
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func initiateAuth(_ input: InitiateAuthRequest, _ call: Call) async throws -> InitiateAuthResponse {
        let (pool, client) = try await openClient(input.clientId)
        let step = try await begin(
            input.authFlow, input.authParameters ?? [:], pool, client, byAdministrator: false, call)
        let reply = try await reply(to: step, pool, client, call)
        return InitiateAuthResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

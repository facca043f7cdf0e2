import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminInitiateAuth(
        _ input: AdminInitiateAuthRequest, _ call: Call
    ) async throws -> AdminInitiateAuthResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let step = try await begin(
            input.authFlow, input.authParameters ?? [:], pool, client, byAdministrator: true, call)
        let reply = try await reply(to: step, pool, client, call)
        return AdminInitiateAuthResponse(
            challengeName: reply.challenge, session: reply.session, challengeParameters: reply.parameters,
            authenticationResult: reply.result)
    }
}

import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminInitiateAuth(
        _ input: AdminInitiateAuthRequest, _ call: Call
    ) async throws -> AdminInitiateAuthResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let step = try await begin(
            input.authFlow, input.authParameters ?? [:], pool, client, byAdministrator: true, call)
        switch step {
        case .tokens(let result):
            return AdminInitiateAuthResponse(challengeParameters: [:], authenticationResult: result)
        case .challenge(let name, let session, let parameters):
            return AdminInitiateAuthResponse(
                challengeName: name, session: session, challengeParameters: parameters)
        }
    }
}

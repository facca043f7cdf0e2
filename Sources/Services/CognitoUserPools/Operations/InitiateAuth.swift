import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func initiateAuth(_ input: InitiateAuthRequest, _ call: Call) async throws -> InitiateAuthResponse {
        let (pool, client) = try await openClient(input.clientId)
        let step = try await begin(
            input.authFlow, input.authParameters ?? [:], pool, client, byAdministrator: false, call)
        switch step {
        case .tokens(let result):
            return InitiateAuthResponse(challengeParameters: [:], authenticationResult: result)
        case .challenge(let name, let session, let parameters):
            return InitiateAuthResponse(challengeName: name, session: session, challengeParameters: parameters)
        }
    }
}

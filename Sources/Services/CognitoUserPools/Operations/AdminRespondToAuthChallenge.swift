import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminRespondToAuthChallenge(
        _ input: AdminRespondToAuthChallengeRequest, _ call: Call
    ) async throws -> AdminRespondToAuthChallengeResponse {
        let (pool, client) = try await poolAndClient(input.userPoolId, input.clientId, call)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, pool, client, call)
        switch step {
        case .tokens(let result):
            return AdminRespondToAuthChallengeResponse(challengeParameters: [:], authenticationResult: result)
        case .challenge(let name, let session, let parameters):
            return AdminRespondToAuthChallengeResponse(
                challengeName: name, session: session, challengeParameters: parameters)
        }
    }
}

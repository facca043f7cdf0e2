import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func respondToAuthChallenge(
        _ input: RespondToAuthChallengeRequest, _ call: Call
    ) async throws -> RespondToAuthChallengeResponse {
        let (pool, client) = try await openClient(input.clientId)
        let step = try await answer(
            input.challengeName, input.challengeResponses ?? [:], session: input.session, pool, client, call)
        switch step {
        case .tokens(let result):
            return RespondToAuthChallengeResponse(challengeParameters: [:], authenticationResult: result)
        case .challenge(let name, let session, let parameters):
            return RespondToAuthChallengeResponse(
                challengeName: name, session: session, challengeParameters: parameters)
        }
    }
}

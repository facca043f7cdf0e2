import STSModel
import ServiceKit

extension STS {
    func getCallerIdentity(
        _ input: GetCallerIdentityRequest, _ call: Call
    ) async throws -> GetCallerIdentityResponse {
        GetCallerIdentityResponse(
            userId: call.caller.userID, account: call.caller.accountID, arn: call.caller.arn)
    }
}

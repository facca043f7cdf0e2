import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func getUser(_ input: GetUserRequest, _ call: Call) async throws -> GetUserResponse {
        let (_, client, user, _) = try await bearer(input.accessToken, call)
        return GetUserResponse(
            username: user.username, userAttributes: user.attributeList { $0 == "sub" || client.mayRead($0) },
            preferredMfaSetting: user.mfa.preferred?.rawValue, userMFASettingList: user.mfaSettingList)
    }
}

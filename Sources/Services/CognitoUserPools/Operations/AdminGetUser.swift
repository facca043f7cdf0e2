import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func adminGetUser(_ input: AdminGetUserRequest, _ call: Call) async throws -> AdminGetUserResponse {
        let (_, user) = try await poolAndUser(input.userPoolId, input.username, call)
        return AdminGetUserResponse(
            username: user.username, userAttributes: user.attributeList(), userCreateDate: user.createdAt,
            userLastModifiedDate: user.modifiedAt, enabled: user.enabled, userStatus: user.status,
            preferredMfaSetting: user.mfa.preferred?.rawValue, userMFASettingList: user.mfaSettingList)
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getLoginProfile(
        _ input: GetLoginProfileRequest, _ call: Call
    ) async throws -> GetLoginProfileResponse {
        let account = call.accountID
        let name = try userName(input.userName, call)
        return try await store.read { snapshot in
            let user = try snapshot.require(UserRecord.self, name, in: account)
            return GetLoginProfileResponse(
                loginProfile: try snapshot.require(loginProfileOf: user).answer(user))
        }
    }
}

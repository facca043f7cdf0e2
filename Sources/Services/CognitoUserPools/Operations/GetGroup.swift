import CognitoUserPoolsModel
import ServiceKit
import Storage

extension CognitoUserPools {
    func getGroup(_ input: GetGroupRequest, _ call: Call) async throws -> GetGroupResponse {
        try await store.read { snapshot in
            let pool = try pool(input.userPoolId, call, snapshot)
            return GetGroupResponse(group: try snapshot.requireGroup(input.groupName, in: pool).summary)
        }
    }
}

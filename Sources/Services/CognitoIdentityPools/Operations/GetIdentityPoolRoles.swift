import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func getIdentityPoolRoles(
        _ input: GetIdentityPoolRolesRequest, _ call: Call
    ) async throws -> GetIdentityPoolRolesResponse {
        let found = try await store.read { snapshot in try pool(input.identityPoolId, call, snapshot) }
        return GetIdentityPoolRolesResponse(
            identityPoolId: found.id, roles: found.roles,
            roleMappings: found.roleMappings.isEmpty ? nil : found.roleMappings)
    }
}

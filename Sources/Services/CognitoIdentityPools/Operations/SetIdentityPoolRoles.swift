import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func setIdentityPoolRoles(
        _ input: SetIdentityPoolRolesRequest, _ call: Call
    ) async throws -> SetIdentityPoolRolesResponse {
        try PoolSettings.check(roles: input.roles)
        try PoolSettings.check(mappings: input.roleMappings ?? [:])
        try await store.write { transaction in
            var pool = try pool(input.identityPoolId, call, transaction)
            pool.roles = input.roles
            pool.roleMappings = input.roleMappings ?? [:]
            try transaction.save(pool)
        }
        return SetIdentityPoolRolesResponse()
    }
}

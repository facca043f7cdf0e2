import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func setIdentityPoolRoles(
        _ input: SetIdentityPoolRolesRequest, _ call: Call
    ) async throws -> SetIdentityPoolRolesResponse {
        try PoolSettings.check(roles: input.roles)
        try await store.write { transaction in
            var pool = try pool(input.identityPoolId, call, transaction)
            try PoolSettings.check(mappings: input.roleMappings ?? [:], of: pool)
            pool.roles = input.roles
            pool.roleMappings = input.roleMappings ?? [:]
            try transaction.save(pool)
        }
        return SetIdentityPoolRolesResponse()
    }
}

import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Says which claims of a provider's tokens become tags of the sessions. Neither defaults nor a map
    /// of one's own ends it.
    func setPrincipalTagAttributeMap(
        _ input: SetPrincipalTagAttributeMapRequest, _ call: Call
    ) async throws -> SetPrincipalTagAttributeMapResponse {
        let own = input.principalTags ?? [:]
        let usesDefaults = input.useDefaults == true
        guard !usesDefaults || own.isEmpty || own == PrincipalTagMap.defaults else {
            throw ServiceError.invalidParameter("PrincipalTags must be left out where UseDefaults is set.")
        }
        for name in own.keys where !PrincipalTags.areValid([name: ""]) {
            throw ServiceError.invalidParameter("Invalid principal tag: \(name)")
        }
        let map = PrincipalTagMap(
            usesDefaults: usesDefaults, claims: usesDefaults ? PrincipalTagMap.defaults : own)
        try await store.write { transaction in
            var pool = try pool(input.identityPoolId, call, transaction)
            guard pool.tagMapNames.contains(input.identityProviderName) else {
                throw ServiceError.invalidParameter(
                    "\(input.identityProviderName) is not a configured provider of this identity pool.")
            }
            var maps = pool.tagMaps ?? [:]
            maps[input.identityProviderName] = map.claims.isEmpty ? nil : map
            pool.tagMaps = maps.isEmpty ? nil : maps
            try transaction.save(pool)
        }
        return SetPrincipalTagAttributeMapResponse(
            identityPoolId: input.identityPoolId, identityProviderName: input.identityProviderName,
            useDefaults: map.usesDefaults, principalTags: map.claims)
    }
}

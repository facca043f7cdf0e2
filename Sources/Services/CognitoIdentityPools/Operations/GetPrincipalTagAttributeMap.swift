import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    func getPrincipalTagAttributeMap(
        _ input: GetPrincipalTagAttributeMapRequest, _ call: Call
    ) async throws -> GetPrincipalTagAttributeMapResponse {
        let found = try await store.read { snapshot in try pool(input.identityPoolId, call, snapshot) }
        let map = found.tagMaps?[input.identityProviderName]
        return GetPrincipalTagAttributeMapResponse(
            identityPoolId: found.id, identityProviderName: input.identityProviderName,
            useDefaults: map?.usesDefaults ?? false, principalTags: map?.claims ?? [:])
    }
}

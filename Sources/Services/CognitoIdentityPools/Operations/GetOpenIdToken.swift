import CognitoIdentityPoolsModel
import ServiceKit

extension CognitoIdentityPools {
    /// The classic flow's token, for STS's AssumeRoleWithWebIdentity: ten minutes. Sessions made with it
    /// are not scoped down.
    func getOpenIdToken(_ input: GetOpenIdTokenRequest, _ call: Call) async throws -> GetOpenIdTokenResponse {
        let (pool, identity) = try await openIdentity(input.identityId, call)
        guard pool.allowsClassicFlow != false, pool.roleMappings.isEmpty else {
            throw call.trail.refused("identityPool", pool.id, ServiceError.classicFlowDisabled)
        }
        let proof = try await proven(input.logins, in: pool, call)
        let allowed = try await authorized(identity, in: pool, by: proof, call)
        let token = try await openIDToken(
            for: allowed, in: pool, by: proof, tags: try pool.principalTags(of: proof), seconds: Self.tokenSeconds,
            at: call.time)
        return GetOpenIdTokenResponse(identityId: allowed.id, token: token)
    }
}

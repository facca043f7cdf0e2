import CognitoIdentityPoolsModel
import ServiceKit

extension CognitoIdentityPools {
    /// The classic flow's token, for STS's AssumeRoleWithWebIdentity.
    func getOpenIdToken(_ input: GetOpenIdTokenRequest, _ call: Call) async throws -> GetOpenIdTokenResponse {
        let (pool, identity) = try await openIdentity(input.identityId)
        guard pool.allowsClassicFlow != false, pool.roleMappings.isEmpty else {
            throw ServiceError.classicFlowDisabled
        }
        let logins = try await proven(input.logins, in: pool, at: call.time)
        let allowed = try await authorized(identity, in: pool, by: logins, at: call.time)
        let token = try await openIDToken(for: allowed, amr: Identity.methods(logins), at: call.time)
        return GetOpenIdTokenResponse(identityId: allowed.id, token: token)
    }
}

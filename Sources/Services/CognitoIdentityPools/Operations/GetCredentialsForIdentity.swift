import CognitoIdentityPoolsModel
import ServiceKit

extension CognitoIdentityPools {
    /// The enhanced flow: credentials of the pool's role for an hour.
    func getCredentialsForIdentity(
        _ input: GetCredentialsForIdentityRequest, _ call: Call
    ) async throws -> GetCredentialsForIdentityResponse {
        let (pool, identity) = try await openIdentity(input.identityId)
        let logins = try await proven(input.logins, in: pool, at: call.time)
        let allowed = try await authorized(identity, in: pool, by: logins, at: call.time)
        let role = try RoleChoice(pool: pool, logins: logins, customRole: input.customRoleArn).role()
        let request = WebIdentitySession(
            roleARN: role, sessionName: "CognitoIdentityCredentials", durationSeconds: 3600,
            provider: Self.provider,
            claims: ["aud": [pool.id], "sub": [allowed.id], "amr": Identity.methods(logins)],
            sessionPolicies: logins.isEmpty ? [UnauthenticatedScope.sessionPolicy] : nil, time: call.time)
        do {
            let issued = try await sessions.issueSession(request)
            return GetCredentialsForIdentityResponse(
                identityId: allowed.id,
                credentials: Credentials(
                    accessKeyId: issued.accessKeyID, secretKey: issued.secretAccessKey,
                    sessionToken: issued.sessionToken, expiration: issued.expiration))
        } catch let refusal as TrustRefusal {
            var failure = ServiceError.invalidConfiguration
            failure.cause = refusal
            throw failure
        }
    }
}

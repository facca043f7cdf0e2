import CognitoIdentityPoolsModel
import ServiceKit

extension CognitoIdentityPools {
    /// The enhanced flow: credentials of the pool's role for an hour.
    func getCredentialsForIdentity(
        _ input: GetCredentialsForIdentityRequest, _ call: Call
    ) async throws -> GetCredentialsForIdentityResponse {
        let (pool, identity) = try await openIdentity(input.identityId, call)
        let proof = try await proven(input.logins, in: pool, call)
        let allowed = try await authorized(identity, in: pool, by: proof, call)
        let role = try RoleChoice(pool: pool, proof: proof, customRole: input.customRoleArn).role(call.trail)
        let request = WebIdentitySession(
            roleARN: role.arn, sessionName: "CognitoIdentityCredentials", durationSeconds: 3600,
            provider: Self.provider,
            claims: ["aud": [pool.id], "sub": [allowed.id], "amr": proof.methods(in: pool.id)],
            sessionPolicies: proof.isAuthenticated ? nil : UnauthenticatedScope.sessionPolicies,
            tags: try pool.principalTags(of: proof), time: call.time,
            provenance: [
                "identityPool": pool.id, "identity": allowed.id, "login": proof.providers,
                "roleChosenBy": role.chosenBy,
            ],
            trail: call.trail)
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

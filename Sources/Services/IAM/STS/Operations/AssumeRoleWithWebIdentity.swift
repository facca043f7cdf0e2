import FoundationEssentials
import STSModel
import ServiceKit

extension STS {
    /// Nobody signs this: the token says who asks, and the role's trust policy whether it may.
    func assumeRoleWithWebIdentity(
        _ input: AssumeRoleWithWebIdentityRequest, _ call: Call
    ) async throws -> AssumeRoleWithWebIdentityResponse {
        let narrowing = try SessionNarrowing(input.policy, input.policyArns)
        let token = try await verified(input.webIdentityToken, at: call.time)
        let request = WebIdentitySession(
            roleARN: input.roleArn, sessionName: input.roleSessionName,
            durationSeconds: input.durationSeconds ?? RoleRecord.standardSessionSeconds,
            provider: token.provider,
            claims: token.conditionClaims, tags: token.principalTags, time: call.time,
            provenance: ["token": token.provider], trail: call.trail)
        let role = try await trustingRole(request)
        try await narrowing.checkPoliciesExist(role.accountID, iam.store)
        let seconds = try SessionLength.ofRole(input.durationSeconds, role, isChained: false)
        var session = RoleSession(role, request, lasting: seconds)
        narrowing.narrow(&session)
        return AssumeRoleWithWebIdentityResponse(
            credentials: Credentials(try iam.issue(session)), subjectFromWebIdentityToken: token.subject,
            assumedRoleUser: AssumedRoleUser(session), packedPolicySize: try narrowing.packedSize(tags: token.principalTags),
            provider: token.provider, audience: token.audience)
    }

    private func trustingRole(_ request: WebIdentitySession) async throws -> RoleRecord {
        do {
            return try await iam.role(trusting: request)
        } catch is TrustRefusal {
            throw ServiceError.webIdentityNotTrusted
        }
    }

    private func verified(_ token: String, at time: Date) async throws -> VerifiedToken {
        guard token.split(separator: ".", omittingEmptySubsequences: false).count == 3 else {
            throw ServiceError.notAWebIdentityToken
        }
        do {
            for verifier in verifiers {
                guard let verified = try await verifier.verify(token, issuer: nil, at: time) else { continue }
                // An access token is for a resource server, not for becoming a role.
                guard verified.use == nil || verified.use == "id" else { throw ServiceError.notAWebIdentityToken }
                guard !verified.isRevoked else { throw ServiceError.unknownIdentityProvider }
                return verified
            }
        } catch TokenRefusal.expired {
            throw ServiceError.webIdentityExpired
        } catch is TokenRefusal {
            throw ServiceError.unknownIdentityProvider
        }
        throw ServiceError.unknownIdentityProvider
    }
}

extension VerifiedToken {
    /// What trust policies can ask about a web identity.
    fileprivate var conditionClaims: [String: [String]] {
        var known = ["aud": [audience], "sub": [subject]]
        if let methods = claims["amr"] { known["amr"] = methods }
        return known
    }
}

import FoundationEssentials
import OpenIDConnect
import STSModel
import ServiceKit
import Wire

extension STS {
    /// Nobody signs this: the token says who asks, and the role's trust policy whether it may.
    func assumeRoleWithWebIdentity(
        _ input: AssumeRoleWithWebIdentityRequest, _ call: Call
    ) async throws -> AssumeRoleWithWebIdentityResponse {
        let narrowing = try SessionNarrowing(input.policy, input.policyArns)
        let identity = try await explained(call.trail, input.roleArn) {
            try await verified(input.webIdentityToken, forRole: input.roleArn, at: call.time)
        }
        let token = identity.token
        var request = WebIdentitySession(
            roleARN: input.roleArn, sessionName: input.roleSessionName,
            durationSeconds: input.durationSeconds ?? RoleRecord.standardSessionSeconds,
            provider: token.provider, claims: token.conditionClaims, tags: token.principalTags, time: call.time,
            provenance: ["token": token.provider], trail: call.trail)
        request.principal = identity.principal
        request.transitiveTagKeys = token.transitiveTagKeys
        request.sourceIdentity = token.sourceIdentity
        let role = try await trustingRole(request)
        try await narrowing.checkPoliciesExist(role.accountID, iam.store)
        let seconds = try SessionLength.ofRole(input.durationSeconds, role, isChained: false)
        var session = RoleSession(role, request, lasting: seconds)
        narrowing.narrow(&session)
        return AssumeRoleWithWebIdentityResponse(
            credentials: Credentials(try iam.issue(session)), subjectFromWebIdentityToken: token.subject,
            assumedRoleUser: AssumedRoleUser(session),
            packedPolicySize: try narrowing.packedSize(tags: token.principalTags),
            provider: token.provider, audience: token.audience, sourceIdentity: session.sourceIdentity)
    }

    private func trustingRole(_ request: WebIdentitySession) async throws -> RoleRecord {
        do {
            return try await iam.role(trusting: request)
        } catch is TrustRefusal {
            throw ServiceError.webIdentityNotTrusted
        }
    }

    /// The token, and the federated principal that it stands for.
    private func verified(
        _ text: String, forRole roleARN: String, at time: Date
    ) async throws -> (token: VerifiedToken, principal: String) {
        guard text.split(separator: ".", omittingEmptySubsequences: false).count == 3 else {
            throw ServiceError.notAWebIdentityToken
        }
        do {
            for verifier in verifiers {
                guard let token = try await verifier.verify(text, issuer: nil, at: time) else { continue }
                guard token.provider.contains("/") else { return (token, token.provider) }
                // A pool's tokens are taken where the role's account has registered the pool.
                let names = [token.provider] + [Self.issuer(of: text)].compactMap(\.self)
                return try await registered(names, text, forRole: roleARN, at: time)
            }
            guard let issuer = Self.issuer(of: text) else { throw ServiceError.notAWebIdentityToken }
            return try await registered([issuer], text, forRole: roleARN, at: time)
        } catch TokenRefusal.expired {
            throw ServiceError.webIdentityExpired
        } catch TokenRefusal.unreachable {
            throw ServiceError.identityProviderUnreachable
        } catch TokenRefusal.invalid(let reason) where reason == "Incorrect token audience" {
            throw ServiceError(STSErrors.invalidIdentityToken, reason)
        } catch is TokenRefusal {
            throw ServiceError.unknownIdentityProvider
        }
    }

    /// What the token says of its issuer, without the scheme; nothing is proven by it.
    private static func issuer(of token: String) -> String? {
        guard let issuer = SignedToken(token)?.payload["iss"]?.string else { return nil }
        return issuer.firstRange(of: "://").map { String(issuer[$0.upperBound...]) } ?? issuer
    }

    /// Notes why a token was not taken, for the account whose role it asked for.
    private func explained<Value>(
        _ trail: Trail, _ roleARN: String, _ body: () async throws -> Value
    ) async throws -> Value {
        do { return try await body() } catch let refusal as ServiceError {
            if let account = ARN(roleARN)?.account, iam.accounts[account] != nil { trail.note(account: account) }
            trail.note("token", isPassed: false, ["reason": .string(refusal.message)])
            throw refusal
        }
    }

    private func registered(
        _ urls: [String], _ text: String, forRole roleARN: String, at time: Date
    ) async throws -> (token: VerifiedToken, principal: String) {
        let account = ARN(roleARN)?.account ?? ""
        for url in urls {
            let arn = "arn:aws:iam::\(account):oidc-provider/\(url)"
            if let token = try await providers.verify(text, ofProvider: arn, at: time) { return (token, arn) }
        }
        throw ServiceError(
            STSErrors.invalidIdentityToken,
            "No OpenIDConnect provider found in your account for https://\(urls.first ?? "")")
    }
}

extension VerifiedToken {
    /// What trust policies can ask about a web identity.
    fileprivate var conditionClaims: [String: [String]] {
        var known = ["aud": [audience], "sub": [subject]]
        if let methods = claims["amr"] { known["amr"] = methods }
        if let original = claims["aud"], original != [audience] { known["oaud"] = original }
        return known
    }
}

import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit
import Wire

extension CognitoIdentityPools {
    private static let longestSubject = 1024
    private static let longestToken = 50_000

    /// Verifies every login of a request. None at all proves nothing; one that is wrong refuses all.
    func proven(_ logins: [String: String]?, in pool: IdentityPool, _ call: Call) async throws -> Proof {
        var proof = Proof()
        for (name, token) in (logins ?? [:]).sorted(by: { $0.key < $1.key }) {
            do {
                try await prove(name, token, in: pool, at: call.time, &proof)
                let audience = name == Self.provider ? proof.token?.poolID : proof.logins.last?.audience
                call.trail.note(
                    "login", isPassed: true, ["provider": .string(name), "audience": .string(audience ?? "")])
            } catch let refusal as ServiceError {
                // Not proven, but what a wrong client is told from.
                let audience = UnverifiedToken(token, maxBytes: Self.longestToken)?.payload["aud"]?.string ?? ""
                call.trail.note(
                    "login", isPassed: false,
                    [
                        "provider": .string(name), "audience": .string(String(audience.prefix(128))),
                        "reason": .string(refusal.message),
                    ])
                throw refusal
            }
        }
        return proof
    }

    private func prove(
        _ name: String, _ token: String, in pool: IdentityPool, at time: Date, _ proof: inout Proof
    ) async throws {
        if name == Self.provider {
            proof.token = try await own(token, in: pool, at: time)
        } else if name == pool.developerProvider {
            throw ServiceError.notAPublicProvider
        } else if let arn = pool.openIDProvider(named: name) {
            proof.logins.append(try await openIDLogin(name, token, ofProvider: arn, at: time))
        } else {
            proof.logins.append(try await userPoolLogin(name, token, in: pool, at: time))
        }
    }

    /// A token that this service gave, for an identity of this pool.
    private func own(_ token: String, in pool: IdentityPool, at time: Date) async throws -> IdentityToken {
        let verified = try await loginToken(token, at: time) { try await identityToken(token, at: time) }
        guard verified.poolID == pool.id else { throw ServiceError.unsupportedProvider }
        return verified
    }

    private func openIDLogin(
        _ name: String, _ token: String, ofProvider arn: String, at time: Date
    ) async throws -> ProvenLogin {
        let verified = try await loginToken(token, at: time) {
            try await providerTokens.verify(token, ofProvider: arn, at: time)
        }
        guard let verified else { throw ServiceError.unsupportedProvider }
        // It becomes part of a key, and the provider is a stranger.
        guard !verified.subject.isEmpty, verified.subject.utf8.count <= Self.longestSubject else {
            throw ServiceError.notAuthorized("Invalid login token. Missing a required claim: sub")
        }
        return ProvenLogin(
            kind: .openID(providerARN: arn), name: name, provider: verified.provider, subject: verified.subject,
            audience: verified.audience, claims: verified.claims)
    }

    private func userPoolLogin(
        _ name: String, _ token: String, in pool: IdentityPool, at time: Date
    ) async throws -> ProvenLogin {
        guard !pool.providers.isEmpty else { throw ServiceError.loginsDoNotMatch }
        let verified = try await loginToken(token, at: time) {
            try await tokens.verify(token, issuer: name, at: time)
        }
        guard let verified else { throw ServiceError.unsupportedProvider }
        guard verified.use == "id" else {
            throw ServiceError.notAuthorized("Invalid login token. Missing a required claim: aud")
        }
        let taken = pool.providers.first { provider in
            (provider.providerName == verified.provider || provider.providerName == name)
                && provider.clientId == verified.audience
        }
        guard let taken else { throw ServiceError.unsupportedProvider }
        if verified.isRevoked, taken.serverSideTokenCheck == true {
            throw ServiceError.notAuthorized("Invalid login token. Token has been revoked.")
        }
        return ProvenLogin(
            kind: .userPool(named: taken.providerName ?? name, clientID: verified.audience), name: name,
            provider: verified.provider,
            subject: verified.subject, audience: verified.audience, claims: verified.claims)
    }

    private func loginToken<Verified: Sendable>(
        _ token: String, at time: Date, _ verify: () async throws -> Verified
    ) async throws -> Verified {
        do { return try await verify() } catch let refusal as TokenRefusal {
            switch refusal {
            case .invalid(let reason): throw ServiceError.notAuthorized("Invalid login token. \(reason)")
            case .unreachable:
                throw ServiceError(
                    CognitoIdentityPoolsErrors.externalService, "The identity provider could not be reached.")
            case .expired:
                let expiry = UnverifiedToken(token, maxBytes: Self.longestToken)?.payload["exp"]?.int ?? 0
                throw ServiceError.notAuthorized(
                    "Invalid login token. Token expired: \(Int(time.timeIntervalSince1970)) >= \(expiry)")
            }
        }
    }
}

extension IdentityPool {
    /// The ARN of the OpenID Connect provider that logins name by its URL without scheme.
    func openIDProvider(named name: String) -> String? {
        openIDProviders?.first { arn in
            ARN(arn)?.resource == OpenIDProviderARN.resourcePrefix + name
        }
    }
}

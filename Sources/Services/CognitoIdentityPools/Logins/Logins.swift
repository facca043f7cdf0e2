import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// A login that was proven, of a provider the pool takes.
struct ProvenLogin: Sendable {
    /// AWS's name of the provider: `cognito-idp.REGION.amazonaws.com/POOL`.
    var provider: String
    var clientID: String
    var subject: String
    var claims: [String: [String]]
}

extension CognitoIdentityPools {
    /// Verifies every login of a request. None at all is an empty list; one that is wrong refuses all.
    func proven(_ logins: [String: String]?, in pool: IdentityPool, at time: Date) async throws -> [ProvenLogin] {
        guard let logins, !logins.isEmpty else { return [] }
        guard !pool.providers.isEmpty else { throw ServiceError.loginsDoNotMatch }
        var proven: [ProvenLogin] = []
        for (name, token) in logins.sorted(by: { $0.key < $1.key }) {
            proven.append(try await self.proven(name, token, in: pool, at: time))
        }
        return proven
    }

    private func proven(
        _ name: String, _ token: String, in pool: IdentityPool, at time: Date
    ) async throws -> ProvenLogin {
        let verified = try await verifiedLogin(token, of: name, at: time)
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
            provider: verified.provider, clientID: verified.audience, subject: verified.subject,
            claims: verified.claims)
    }

    private func verifiedLogin(_ token: String, of name: String, at time: Date) async throws -> VerifiedToken? {
        do { return try await tokens.verify(token, issuer: name, at: time) } catch let refusal as TokenRefusal {
            switch refusal {
            case .invalid(let reason): throw ServiceError.notAuthorized("Invalid login token. \(reason)")
            case .expired:
                let expiry = UnverifiedToken(token, maxBytes: 50_000)?.payload["exp"]?.int ?? 0
                throw ServiceError.notAuthorized(
                    "Invalid login token. Token expired: \(Int(time.timeIntervalSince1970)) >= \(expiry)")
            }
        }
    }
}

import Crypto
import FoundationEssentials
import ServiceKit
import Storage

extension CognitoUserPools {
    /// Makes the code with which the application gets the tokens of what was authorized.
    func makeAuthorizationCode(
        _ request: AuthorizationRequest, for user: User, authenticatedAt: Date, at time: Date
    ) async throws -> String {
        let code = randomness.uuid()
        let record = AuthorizationCode(
            poolID: user.poolID, digest: Self.digest(of: code), clientID: request.client.id, sub: user.sub,
            redirectURI: request.redirectURI, scopes: request.scopes, nonce: request.nonce,
            codeChallenge: request.codeChallenge,
            origin: TokenID.make(signOutCount: user.signOutCount, randomness), passwordCount: user.passwordCount,
            signOutCount: user.signOutCount, authenticatedAt: authenticatedAt,
            validUntil: time.addingTimeInterval(AuthorizationCode.validity))
        try await store.write { transaction in try transaction.save(record) }
        return code
    }

    /// What came of a code.
    enum CodeRedemption: Sendable {
        case granted(AuthorizationCode, User)
        case refused
    }

    /// Takes a code once. A second time ends every token of the first.
    func redeem(
        _ code: String, redirectURI: String?, verifier: String?, _ pool: UserPool, _ client: UserPoolClient,
        at time: Date
    ) async throws -> CodeRedemption {
        let key = AuthorizationCode.key(pool.id, Self.digest(of: code))
        return try await store.write { transaction in
            guard let stored = try transaction.find(AuthorizationCode.self, key), stored.clientID == client.id else {
                return .refused
            }
            guard !stored.isUsed else {
                try revokeTokens(of: stored, client, at: time, transaction)
                return .refused
            }
            guard time < stored.validUntil, stored.redirectURI == redirectURI,
                Self.isProven(verifier, stored.codeChallenge)
            else { return .refused }
            var used = stored
            used.isUsed = true
            try transaction.replace(stored, with: used)
            guard let user = try transaction.find(User.self, index: User.subIndex(pool.id, stored.sub)),
                user.enabled, user.isReady, user.signOutCount == stored.signOutCount,
                user.passwordCount == stored.passwordCount
            else { return .refused }
            return .granted(stored, user)
        }
    }

    /// A verifier without a challenge is as wrong as a challenge without its verifier.
    private static func isProven(_ verifier: String?, _ challenge: String?) -> Bool {
        switch (verifier, challenge) {
        case (nil, nil): true
        case (let verifier?, let challenge?): PKCE.proves(verifier, challenge)
        default: false
        }
    }

    private func revokeTokens(
        of code: AuthorizationCode, _ client: UserPoolClient, at time: Date, _ transaction: any Transaction
    ) throws {
        let longest = client.settings.refreshTokenSeconds + client.settings.accessTokenSeconds
        try transaction.save(
            TokenRevocation(
                poolID: code.poolID, origin: code.origin, until: time.addingTimeInterval(Double(longest))))
    }

    private static func digest(of code: String) -> [UInt8] { Array(SHA256.hash(data: Array(code.utf8))) }
}

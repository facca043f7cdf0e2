import CognitoIdentityPoolsModel
import FoundationEssentials
import ServiceKit
import Storage

extension CognitoIdentityPools {
    private static let longestIdentifier = 1024

    /// Registers a user for whom the developer's backend vouches, or finds their identity, and gives the
    /// token with which their app gets credentials. Other logins of the call are linked to the same
    /// identity.
    func getOpenIdTokenForDeveloperIdentity(
        _ input: GetOpenIdTokenForDeveloperIdentityRequest, _ call: Call
    ) async throws -> GetOpenIdTokenForDeveloperIdentityResponse {
        let pool = try await store.read { snapshot in try self.pool(input.identityPoolId, call, snapshot) }
        let given = input.principalTags ?? [:]
        guard PrincipalTags.areValid(given) else { throw ServiceError.invalidParameter("Invalid principal tags") }
        let proof = try await developerProof(input.logins, in: pool, call)
        let tags = try pool.principalTags(of: proof).merging(given) { _, given in given }
        guard PrincipalTags.areValid(tags) else { throw ServiceError.invalidParameter("Invalid principal tags") }
        let identity = try await call.trail.identity(in: pool, by: proof, named: input.identityId) {
            try await self.identity(input.identityId, of: proof, in: pool, call)
        }
        let token = try await openIDToken(
            for: identity, in: pool, by: proof, tags: tags,
            seconds: input.tokenDuration ?? Self.developerTokenSeconds, at: call.time)
        return GetOpenIdTokenForDeveloperIdentityResponse(identityId: identity.id, token: token)
    }

    /// The developer's user is taken at the backend's word; other logins are verified.
    private func developerProof(
        _ logins: [String: String], in pool: IdentityPool, _ call: Call
    ) async throws -> Proof {
        guard let provider = pool.developerProvider, let identifier = logins[provider] else {
            throw ServiceError.noSuchDeveloperProvider
        }
        guard identifier.unicodeScalars.count <= Self.longestIdentifier else {
            throw ServiceError.invalidParameter(
                "The developer user identifier is longer than \(Self.longestIdentifier) characters.")
        }
        var proof = try await proven(logins.filter { $0.key != provider }, in: pool, call)
        proof.logins.append(
            ProvenLogin(
                kind: .developer, name: provider, provider: provider, subject: identifier, audience: pool.id,
                claims: [:]))
        return proof
    }

    private func identity(
        _ id: String?, of proof: Proof, in pool: IdentityPool, _ call: Call
    ) async throws -> Identity {
        let read = try await store.read { snapshot -> Identity? in
            let holders = try proof.logins.map { try snapshot.holder(of: $0, in: pool.id) }
            guard let first = holders.first ?? nil, id == nil || id == first.id, !first.isDisabled,
                holders.allSatisfy({ $0?.id == first.id })
            else { return nil }
            return first
        }
        if let read {
            try proof.checkToken(isOf: read)
            return read
        }
        let made = Identity(poolID: pool.id, id: "\(pool.region):\(randomness.uuid())", time: call.time)
        return try await store.write { transaction in
            guard try transaction.exists(pool.key) else { throw ServiceError.noIdentityPool(pool.id) }
            if let id { return try transaction.linkDeveloper(proof, to: id, in: pool.id, at: call.time) }
            let known = try transaction.identity(of: proof.logins, in: pool.id)
            if known == nil { try transaction.save(made) }
            try proof.checkToken(isOf: known ?? made)
            return try transaction.link(proof.logins, to: known ?? made, at: call.time)
        }
    }
}

extension Transaction {
    /// A named identity takes new logins if it is a guest's, or if one of the call's logins is its own.
    fileprivate func linkDeveloper(_ proof: Proof, to id: String, in poolID: String, at time: Date) throws -> Identity {
        let (_, named) = try identity(id)
        guard named.poolID == poolID else { throw ServiceError.noIdentity(id) }
        guard !named.isDisabled else { throw ServiceError.forbiddenIdentity(id) }
        try proof.checkToken(isOf: named)
        for login in proof.logins where login.kind == .developer {
            guard let holder = try holder(of: login, in: poolID), holder.id != id else { continue }
            throw ServiceError.developerUserOfAnother
        }
        let known = try identity(of: proof.logins, in: poolID)
        guard !named.isLinked || proof.token?.isAuthenticated == true || known?.id == id else {
            throw ServiceError.loginsDoNotMatch
        }
        return try link(proof.logins, to: named, at: time)
    }
}

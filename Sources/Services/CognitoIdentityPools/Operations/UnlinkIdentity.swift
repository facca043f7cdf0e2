import CognitoIdentityPoolsModel
import ServiceKit
import Storage

extension CognitoIdentityPools {
    /// Takes logins away from an identity that the call proves to be the caller's. A login taken away
    /// leads to a new identity the next time; without any the identity is closed for good.
    func unlinkIdentity(_ input: UnlinkIdentityRequest, _ call: Call) async throws -> UnlinkIdentityResponse {
        let (pool, identity) = try await openIdentity(input.identityId, call)
        let proof = try await proven(input.logins, in: pool, call)
        guard proof.isAuthenticated, !identity.isDisabled else { throw ServiceError.forbiddenIdentity(identity.id) }
        try proof.checkToken(isOf: identity)
        try await store.write { transaction in
            let (_, current) = try transaction.identity(identity.id)
            guard proof.logins.allSatisfy({ current.logins[$0.provider] == $0.subject }) else {
                throw ServiceError.loginsDoNotMatch
            }
            var rest = current
            for name in Set(input.loginsToRemove) {
                let provider = proof.logins.first { $0.name == name }?.provider ?? name
                guard provider != pool.developerProvider else { throw ServiceError.notAPublicProvider }
                guard rest.logins.removeValue(forKey: provider) != nil else {
                    throw ServiceError.invalidParameter("\(name) is not linked to identity '\(current.id)'.")
                }
            }
            guard rest.links < current.links else { return }
            try transaction.unlinked(current, rest, at: call.time)
        }
        return UnlinkIdentityResponse()
    }
}

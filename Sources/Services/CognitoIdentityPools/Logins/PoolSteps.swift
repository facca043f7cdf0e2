import ServiceKit
import Wire

/// The pool's part in what led to an answer: whose identity it became, or why nobody's.
extension Trail {
    private static let stage = "identity pool"

    /// Notes the identity that `decide` comes to, or its refusal.
    func identity(
        in pool: IdentityPool, by proof: Proof, named id: String? = nil,
        _ decide: () async throws -> Identity
    ) async throws -> Identity {
        do {
            let identity = try await decide()
            note(Self.stage, isPassed: true, .object(facts(pool, proof, identity.id)))
            return identity
        } catch let refusal as ServiceError {
            let reason = JSONValue.Member("reason", .string(refusal.message))
            note(Self.stage, isPassed: false, .object(facts(pool, proof, id) + [reason]))
            throw refusal
        }
    }

    /// Notes why a pool or identity that a call names could not be used.
    func refused(_ kind: String, _ id: String, _ refusal: ServiceError) -> ServiceError {
        note(
            Self.stage, isPassed: false, .object([.init(kind, .string(id)), .init("reason", .string(refusal.message))]))
        return refusal
    }

    private func facts(_ pool: IdentityPool, _ proof: Proof, _ identity: String?) -> [JSONValue.Member] {
        var facts: [JSONValue.Member] = [
            .init("identityPool", .string(pool.id)), .init("name", .string(pool.name)),
            .init("login", .string(proof.providers)),
        ]
        if let identity { facts.append(.init("identity", .string(identity))) }
        return facts
    }
}

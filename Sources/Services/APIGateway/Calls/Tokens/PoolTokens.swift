import FoundationEssentials
import ServiceKit
import Wire

extension PoolAuthorizer {
    /// AWS's rule: a method without scopes takes ID tokens only; one with scopes access tokens only, with at least one of
    /// them.
    func check(_ call: APICall, _ tokens: TokenChecks) async throws(GatewayRefusal) -> KnownToken {
        guard var token = call.headers.first(header), !token.isEmpty else { throw .unauthorized }
        if let validation, !validation.matches(token) { throw .unauthorized }
        if token.hasPrefixIgnoringASCIICase("bearer ") { token = String(token.dropFirst("bearer ".count)) }
        var isExpired = false
        for pool in pools {
            let known: KnownToken
            do {
                known = try await tokens.verify(token, issuer: pool.issuer, at: call.time)
            } catch {
                isExpired = isExpired || error == .unauthorized(TokenChecks.expired)
                continue
            }
            guard known.use == (scopes.isEmpty ? "id" : "access") else { throw .unauthorized }
            guard scopes.isEmpty || scopes.contains(where: known.scopes.contains) else { throw .unauthorized }
            return known
        }
        throw isExpired ? .expired : .unauthorized
    }
}

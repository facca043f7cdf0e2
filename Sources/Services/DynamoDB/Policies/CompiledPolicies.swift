import PolicyEngine
import ServiceKit

/// Policies of tables as they are evaluated, by the revision that names each.
final class CompiledPolicies: Sendable {
    static let shared = CompiledPolicies()

    private let compiled = BoundedCache<String, NamedPolicy>(limit: 1024)

    /// Nil for a text that is no policy, which none is that was put.
    func policy(_ settings: PolicySettings, named table: String) -> NamedPolicy? {
        if let known = compiled[settings.revision] { return known }
        guard let document = try? settings.policy.compiled() else { return nil }
        let policy = NamedPolicy("policy of \(table)", document)
        compiled[settings.revision] = policy
        return policy
    }
}

import IAMModel
import PolicyEngine
import ServiceKit

extension IAM {
    func getContextKeysForCustomPolicy(
        _ input: GetContextKeysForCustomPolicyRequest, _ call: Call
    ) async throws -> GetContextKeysForCustomPolicyResponse {
        let sources = try Self.sources("PolicyInputList", input.policyInputList, as: .identity)
        return GetContextKeysForCustomPolicyResponse(contextKeyNames: Self.contextKeys(sources))
    }

    /// Each key once, in the order in which the policies name them.
    static func contextKeys(_ sources: [Simulation.Source]) -> [String] {
        var seen: Set<String> = []
        return sources.flatMap(\.policy.document.contextKeys).filter { seen.insert($0.lowercased()).inserted }
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getLayerVersionPolicy(
        _ input: GetLayerVersionPolicyRequest, _ call: Call
    ) async throws -> GetLayerVersionPolicyResponse {
        let address = try layer(input.layerName, input.versionNumber, call)
        guard let policy = try await store.read({ try $0.requireForPolicy(address).policy }) else {
            throw ServiceError.notFound("No policy is associated with the given resource.")
        }
        return GetLayerVersionPolicyResponse(policy: policy.text, revisionId: policy.revisionID)
    }
}

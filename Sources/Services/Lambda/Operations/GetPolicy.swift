import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func getPolicy(_ input: GetPolicyRequest, _ call: Call) async throws -> GetPolicyResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        let policy = try await store.read { try $0.function(address)?.policies[address.qualifier ?? ""] }
        guard let policy else { throw ServiceError.notFound("The resource you requested does not exist.") }
        return GetPolicyResponse(policy: policy.text, revisionId: policy.revisionID)
    }
}

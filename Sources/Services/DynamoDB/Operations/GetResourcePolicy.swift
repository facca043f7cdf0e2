import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func getResourcePolicy(_ input: GetResourcePolicyRequest, _ call: Call) async throws -> GetResourcePolicyResponse {
        let place = try PolicyPlace(input.resourceArn)
        let found = try await store.read { snapshot in place[try place.require(in: snapshot)] }
        guard let found else { throw ServiceError.policyNotFound(input.resourceArn) }
        return GetResourcePolicyResponse(policy: found.policy.text, revisionId: found.revision)
    }
}

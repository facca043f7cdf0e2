import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let noPolicy = "NO_POLICY"

    /// The account's root can always mend a policy that locks everybody out, so nothing has to be confirmed.
    func putResourcePolicy(_ input: PutResourcePolicyRequest, _ call: Call) async throws -> PutResourcePolicyResponse {
        let place = try PolicyPlace(input.resourceArn)
        let policy = try await newPolicy(input.policy, on: input.resourceArn)
        let revision = try await store.write { transaction in
            var table = try place.require(in: transaction)
            let present = place[table]
            if let expected = input.expectedRevisionId, expected != present?.revision ?? Self.noPolicy {
                throw ServiceError.policyNotFound(input.resourceArn)
            }
            // The same text again is the same revision.
            if let present, present.policy.text == policy.policy.text, present.policy.ids == policy.policy.ids {
                return present.revision
            }
            place.set(policy, in: &table)
            try transaction.save(table)
            return policy.revision
        }
        return PutResourcePolicyResponse(revisionId: revision)
    }
}

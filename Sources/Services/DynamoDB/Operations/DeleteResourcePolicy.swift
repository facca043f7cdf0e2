import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Deleting what is not there succeeds, with no revision.
    func deleteResourcePolicy(
        _ input: DeleteResourcePolicyRequest, _ call: Call
    ) async throws -> DeleteResourcePolicyResponse {
        let place = try PolicyPlace(input.resourceArn)
        let revision = try await store.write { transaction -> String? in
            var table = try place.require(in: transaction)
            guard let present = place[table] else {
                guard input.expectedRevisionId == nil else { throw ServiceError.policyNotFound(input.resourceArn) }
                return nil
            }
            if let expected = input.expectedRevisionId, expected != present.revision {
                throw ServiceError.policyNotFound(input.resourceArn)
            }
            place.set(nil, in: &table)
            try transaction.save(table)
            return present.revision
        }
        return DeleteResourcePolicyResponse(revisionId: revision)
    }
}

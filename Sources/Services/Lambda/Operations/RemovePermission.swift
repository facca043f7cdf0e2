import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func removePermission(_ input: RemovePermissionRequest, _ call: Call) async throws -> RemovePermissionResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        let revision = newRevision()
        try await store.write { transaction in
            guard var function = try transaction.function(address) else {
                throw ServiceError.notFound("No policy found for: \(address.qualifiedARN)")
            }
            try transaction.checkPolicyPlace(address, of: function)
            let place = address.qualifier ?? ""
            guard var policy = function.policies[place] else {
                throw ServiceError.notFound("No policy is associated with the given resource.")
            }
            if let wanted = input.revisionId, wanted != policy.revisionID {
                throw ServiceError.revisionMismatch(tellingBy: "GetPolicy")
            }
            guard let index = policy.statements.firstIndex(where: { $0.id == input.statementId }) else {
                throw ServiceError.notFound("Statement \(input.statementId) is not found in resource policy.")
            }
            policy.statements.remove(at: index)
            policy.revisionID = revision
            function.policies[place] = policy.statements.isEmpty ? nil : policy
            try transaction.save(function)
        }
        return RemovePermissionResponse()
    }
}

import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func removeLayerVersionPermission(
        _ input: RemoveLayerVersionPermissionRequest, _ call: Call
    ) async throws -> RemoveLayerVersionPermissionResponse {
        let address = try layer(input.layerName, input.versionNumber, call)
        let revision = newRevision()
        try await store.write { transaction in
            var version = try transaction.requireForPolicy(address)
            guard var policy = version.policy,
                let index = policy.statements.firstIndex(where: { $0.id == input.statementId })
            else { throw ServiceError.notFound("Statement \(input.statementId) is not found in resource policy.") }
            if let wanted = input.revisionId, wanted != policy.revisionID {
                throw ServiceError.revisionMismatch(tellingBy: "GetLayerPolicy")
            }
            policy.statements.remove(at: index)
            policy.revisionID = revision
            version.policy = policy.statements.isEmpty ? nil : policy
            try transaction.save(version)
        }
        return RemoveLayerVersionPermissionResponse()
    }
}

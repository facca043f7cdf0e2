import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    private static let largestPolicy = 20_480

    func addLayerVersionPermission(
        _ input: AddLayerVersionPermissionRequest, _ call: Call
    ) async throws -> AddLayerVersionPermissionResponse {
        let address = try layer(input.layerName, input.versionNumber, call)
        let statement = FunctionPolicy.Statement(
            id: input.statementId, json: LayerStatement.json(input, resource: address.versionARN), ids: [:])
        let revision = newRevision()
        try await store.write { transaction in
            var version = try transaction.requireForPolicy(address)
            var policy = version.policy ?? FunctionPolicy(statements: [], revisionID: revision)
            guard !policy.statements.contains(where: { $0.id == statement.id }) else {
                throw ServiceError.conflict(
                    "The statement id (\(statement.id)) provided already exists. Please provide a new statement id, or "
                        + "remove the existing statement.")
            }
            if let wanted = input.revisionId, wanted != policy.revisionID {
                throw ServiceError.revisionMismatch(tellingBy: "GetLayerPolicy")
            }
            policy.statements.append(statement)
            policy.revisionID = revision
            guard policy.text.utf8.count <= Self.largestPolicy else {
                throw ServiceError(
                    "PolicyLengthExceededException",
                    "The final policy size (\(policy.text.utf8.count)) is bigger than the limit (\(Self.largestPolicy)).",
                    status: 400, members: [("Type", "User")])
            }
            // What does not compile is refused before it is kept.
            _ = try policy.stored.compiled()
            version.policy = policy
            try transaction.save(version)
        }
        return AddLayerVersionPermissionResponse(statement: statement.json, revisionId: revision)
    }
}

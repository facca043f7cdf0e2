import LambdaModel
import PolicyEngine
import ServiceKit
import Storage

extension Lambda {
    /// AWS's limit of a function's policy.
    private static let largestPolicy = 20_480

    func addPermission(_ input: AddPermissionRequest, _ call: Call) async throws -> AddPermissionResponse {
        let address = try self.address(input.functionName, input.qualifier, call)
        guard address.qualifier != FunctionVersion.latest else {
            throw ServiceError.invalid("We currently do not support adding policies for $LATEST.")
        }
        let document = try StatementDocument(input, resource: address.qualifiedARN)
        let found = try await principals.principalIDs(of: document.principalARNs)
        var ids: [String: String] = [:]
        for (arn, id) in found {
            guard let id else {
                throw ServiceError.invalid(
                    "The provided principal was invalid. Please check the principal and try again.")
            }
            ids[arn] = id
        }
        let statement = FunctionPolicy.Statement(id: input.statementId, json: document.json, ids: ids)
        let revision = newRevision()
        try await store.write { transaction in
            var function = try transaction.require(address)
            try transaction.checkPolicyPlace(address, of: function)
            let place = address.qualifier ?? ""
            var policy = function.policies[place] ?? FunctionPolicy(statements: [], revisionID: revision)
            if let wanted = input.revisionId, wanted != policy.revisionID {
                throw ServiceError.revisionMismatch(tellingBy: "GetPolicy")
            }
            guard !policy.statements.contains(where: { $0.id == statement.id }) else {
                throw ServiceError.conflict(
                    "The statement id (\(statement.id)) provided already exists. Please provide a new statement id, or "
                        + "remove the existing statement.")
            }
            policy.statements.append(statement)
            policy.revisionID = revision
            guard policy.text.utf8.count <= Self.largestPolicy else {
                throw ServiceError(
                    "PolicyLengthExceededException",
                    "The final policy size (\(policy.text.utf8.count)) is bigger than "
                        + "the limit (20480).", status: 400, members: [("Type", "User")])
            }
            // What does not compile is refused before it is kept.
            _ = try policy.stored.compiled()
            function.policies[place] = policy
            try transaction.save(function)
        }
        return AddPermissionResponse(statement: document.json)
    }
}

extension Snapshot {
    /// Policies hang on functions, numbered versions and aliases.
    func checkPolicyPlace(_ address: FunctionAddress, of function: Function) throws {
        guard let qualifier = address.qualifier else { return }
        if try version(qualifier, of: function) != nil { return }
        if try alias(qualifier, of: function) != nil { return }
        let isName = Int(qualifier) == nil && !qualifier.contains("$")
        throw isName
            ? ServiceError.notFound("Cannot find alias arn: \(address.qualifiedARN)")
            : ServiceError.functionNotFound(address.qualifiedARN)
    }
}

import IAMModel
import PolicyEngine
import ServiceKit
import Storage

extension IAM {
    func createRole(_ input: CreateRoleRequest, _ call: Call) async throws -> CreateRoleResponse {
        let account = call.accountID
        let trust = try trustPolicy(input.assumeRolePolicyDocument)
        let tags = try [IAMModel.Tag]().adding(input.tags ?? [], to: RoleRecord.kindInErrors)
        let id = randomness.uniqueID(RoleRecord.idPrefix)
        let role = try await change { transaction in
            try transaction.checkRoom(for: RoleRecord.self, input.roleName, in: account)
            let role = RoleRecord(
                accountID: account, path: input.path ?? "/", name: input.roleName, id: id,
                createdAt: call.time,
                trustPolicy: trust.text,
                trustedIDs: try TrustedPrincipals(trust.document).ids(accounts, transaction),
                description: input.description,
                maxSessionSeconds: input.maxSessionDuration ?? RoleRecord.standardSessionSeconds,
                boundary: try transaction.boundary(input.permissionsBoundary, for: account), tags: tags)
            try transaction.save(role)
            return role
        }
        return CreateRoleResponse(role: role.full)
    }

    /// - Throws: where the text is no trust policy, or too long for one.
    func trustPolicy(_ text: String) throws -> PolicyText {
        let policy = try PolicyText(text, as: .trust)
        guard policy.size <= PolicySize.trust else {
            throw ServiceError.quotaExceeded("ACLSizePerRole", PolicySize.trust)
        }
        return policy
    }
}

import IAMModel
import ServiceKit
import Storage

extension IAM {
    func createServiceLinkedRole(
        _ input: CreateServiceLinkedRoleRequest, _ call: Call
    ) async throws -> CreateServiceLinkedRoleResponse {
        let account = call.accountID
        guard let linked = ServiceLinkedRole.of(input.awsServiceName) else {
            throw ServiceError.accessDenied("Cannot find Service Linked Role template for \(input.awsServiceName)")
        }
        guard input.customSuffix == nil else {
            throw ServiceError.invalidInput("Custom suffix is not allowed for \(linked.service)")
        }
        let id = randomness.uniqueID(RoleRecord.idPrefix)
        let role = try await change { transaction in
            guard try !transaction.exists(RoleRecord.key(account, linked.roleName)) else {
                throw ServiceError.invalidInput(
                    "Service role name \(linked.roleName) has been taken in this account, please try a "
                        + "different suffix.")
            }
            try transaction.checkRoom(for: RoleRecord.self, linked.roleName, in: account)
            let role = RoleRecord(
                accountID: account, path: linked.path, name: linked.roleName, id: id, createdAt: call.time,
                trustPolicy: linked.trustPolicy, trustedIDs: [:], description: input.description,
                maxSessionSeconds: RoleRecord.standardSessionSeconds, tags: [],
                servicePrincipal: linked.service)
            try transaction.save(role)
            if let policy = linked.policy {
                try transaction.save(
                    Attachment(accountID: account, holderID: id, policy: policy.reference))
            }
            return role
        }
        return CreateServiceLinkedRoleResponse(role: role.full)
    }

    func creatingServiceLinkedRole(_ input: CreateServiceLinkedRoleRequest, _ call: Call) -> [Permission] {
        let name = ServiceLinkedRole.of(input.awsServiceName)?.roleName ?? "*"
        return making(
            "CreateServiceLinkedRole", "role", path: ServiceLinkedRole.path(input.awsServiceName), name: name,
            call, keys: ["iam:AWSServiceName": [input.awsServiceName]])
    }
}

extension ServiceLinkedRole {
    fileprivate var policy: AWSManagedPolicy? {
        AWSManagedPolicy.serviceLinked.first { $0.name == policyName }
    }
}

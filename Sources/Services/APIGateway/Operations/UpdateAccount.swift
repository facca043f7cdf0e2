import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateAccount(_ input: UpdateAccountRequest, _ call: Call) async throws -> GatewayAccount {
        try await checkLogRole(input.patchOperations, call)
        return try await store.write { transaction in
            var record = try transaction.gatewayAccount(call)
            try Patch.apply(input.patchOperations, paths: ["/cloudwatchRoleArn", "/features"]) { step in
                switch step.parts {
                case ["cloudwatchRoleArn"]:
                    record.cloudwatchRoleArn = step.op == .remove || step.text.isEmpty ? nil : step.text
                case ["features"]: return step.text == "UsagePlans"
                default: return false
                }
                return true
            }
            try transaction.save(record)
            return record.shown
        }
    }

    /// It must be one that lets API Gateway take it on.
    private func checkLogRole(_ operations: [PatchOperation]?, _ call: Call) async throws {
        guard let role = operations?.last(where: { $0.path == "/cloudwatchRoleArn" && $0.op != .remove })?.value,
            !role.isEmpty
        else { return }
        do {
            _ = try await seams.roles.assumeRole(
                ServiceSession(
                    roleARN: role, principal: "apigateway.amazonaws.com", sessionName: "BackplaneAssumeRoleSession",
                    durationSeconds: 900, sourceAccount: call.accountID, time: call.time))
        } catch is TrustRefusal {
            throw ServiceError.badRequest(
                "The role ARN does not have required permissions configured. Please grant trust permission for API "
                    + "Gateway and add the required role policy.")
        }
    }
}

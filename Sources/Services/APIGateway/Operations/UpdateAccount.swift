import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateAccount(_ input: UpdateAccountRequest, _ call: Call) async throws -> GatewayAccount {
        try await store.write { transaction in
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
}

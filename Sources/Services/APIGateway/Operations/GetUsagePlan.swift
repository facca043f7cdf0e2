import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func getUsagePlan(_ input: GetUsagePlanRequest, _ call: Call) async throws -> UsagePlan {
        try await store.read { try $0.requirePlan(input.usagePlanId, call).shown(withTags: true) }
    }
}

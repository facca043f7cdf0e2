import IAMModel
import PolicyEngine
import ServiceKit
import Storage

extension IAM {
    /// What a user, group or role may by its own policies, and with others added.
    func simulatePrincipalPolicy(
        _ input: SimulatePrincipalPolicyRequest, _ call: Call
    ) async throws -> SimulatePrincipalPolicyResponse {
        let account = call.accountID
        let subject = try await store.read { try SimulatedPrincipal(input.policySourceArn, account, $0) }
        let caller = try SimulatedCaller(input.callerArn, standingFor: subject.entity, accountID: account)
        let added = try Self.sources("PolicyInputList", input.policyInputList ?? [], as: .identity)
        let boundaries = try Self.sources(
            "PermissionsBoundaryPolicyInputList", input.permissionsBoundaryPolicyInputList ?? [], as: .identity)
        let simulation = Simulation(
            identity: subject.identity + added,
            // A boundary that is given stands in the place of the one there is.
            boundary: boundaries.isEmpty ? subject.boundary : boundaries,
            resource: try input.resourcePolicy.map { try Simulation.Source("ResourcePolicy", $0, as: .resource) },
            actions: input.actionNames, resources: input.resourceArns ?? ["*"], principal: caller.principal,
            resourceAccount: try Self.owner(input.resourceOwner, caller.principal.account),
            context: caller.context.merging(try SimulatedContext.values(input.contextEntries ?? [])) { $1 })
        let page = try await page(of: simulation, input.marker, input.maxItems)
        return SimulatePrincipalPolicyResponse(
            evaluationResults: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }
}

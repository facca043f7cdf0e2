import IAMModel
import PolicyEngine
import ServiceKit

extension IAM {
    /// What policies that nobody has would allow.
    func simulateCustomPolicy(
        _ input: SimulateCustomPolicyRequest, _ call: Call
    ) async throws -> SimulateCustomPolicyResponse {
        let caller = try SimulatedCaller(input.callerArn, standingFor: nil, accountID: call.accountID)
        guard input.resourcePolicy == nil || input.callerArn != nil else {
            throw ServiceError.invalidInput("CallerArn is required when ResourcePolicy is given.")
        }
        let simulation = Simulation(
            identity: try Self.sources("PolicyInputList", input.policyInputList, as: .identity),
            boundary: try Self.sources(
                "PermissionsBoundaryPolicyInputList", input.permissionsBoundaryPolicyInputList ?? [], as: .identity),
            resource: try input.resourcePolicy.map { try Simulation.Source("ResourcePolicy", $0, as: .resource) },
            actions: input.actionNames, resources: input.resourceArns ?? ["*"], principal: caller.principal,
            resourceAccount: try Self.owner(input.resourceOwner, caller.principal.account),
            context: caller.context.merging(try SimulatedContext.values(input.contextEntries ?? [])) { $1 })
        let page = try await page(of: simulation, input.marker, input.maxItems)
        return SimulateCustomPolicyResponse(
            evaluationResults: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }

    static func sources(_ name: String, _ texts: [String], as kind: PolicyKind) throws -> [Simulation.Source] {
        try texts.enumerated().map { try Simulation.Source("\(name).\($0 + 1)", $1, as: kind) }
    }

    /// The account of `ResourceOwner`, an account's ARN.
    static func owner(_ arn: String?, _ standard: String) throws -> String {
        guard let arn else { return standard }
        guard let account = ARN(arn)?.account, !account.isEmpty else {
            throw ServiceError.invalidInput("Invalid Entity Arn: \(arn)")
        }
        return account
    }

    /// Reckons only what the page shows, and away from the connections' threads: it may take a while.
    func page(
        of simulation: Simulation, _ marker: String?, _ maxItems: Int?
    ) async throws -> Listing<EvaluationResult> {
        try simulation.check()
        let page = try start(marker, maxItems, "simulation", simulation.actions.joined(separator: " "))
            .page(simulation.actions)
        let results = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await Self.results(of: simulation, page.items)
        }
        return Listing(items: results, marker: page.marker)
    }

    private static func results(of simulation: Simulation, _ actions: [String]) async throws -> [EvaluationResult] {
        try simulation.results(actions)
    }
}

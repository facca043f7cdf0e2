import APIGatewayModel
import ServiceKit
import Storage

extension UsagePlan {
    /// What AWS asks of a plan.
    func check() throws {
        guard name?.isEmpty == false else { throw ServiceError.badRequest("Usage Plan name cannot be empty") }
        if let throttle {
            guard throttle.rateLimit ?? 1 >= 0, throttle.burstLimit ?? 1 >= 0 else {
                throw ServiceError.badRequest("Usage Plan throttle limits must not be negative")
            }
        }
        guard let quota else { return }
        guard let limit = quota.limit, limit > 0 else {
            throw ServiceError.badRequest("Usage Plan quota limit must be greater than zero")
        }
        guard let period = quota.period, [.day, .week, .month].contains(period) else {
            throw ServiceError.badRequest("Usage Plan quota period must be one of [DAY, WEEK, MONTH]")
        }
        guard quota.offset ?? 0 == 0 else { throw ServiceError.unsupported("An offset of a quota") }
    }
}

extension Snapshot {
    /// The stage is one of the caller's, and of no other plan that has the same keys.
    func requireStage(_ stage: ApiStage, ofPlan id: String, _ call: Call) throws {
        guard let apiID = stage.apiId, let name = stage.stage, !apiID.isEmpty, !name.isEmpty else {
            throw ServiceError.badRequest("Invalid API Stage specified")
        }
        let missing = ServiceError.notFound(
            "Invalid API Stage {api: \(apiID), stage: \(name)} specified for usageplan \(id)")
        guard let entry = try find(APIEntry.self, APIEntry.key(apiID)), entry.kind == .rest,
            entry.accountID == call.accountID, entry.region == call.region,
            try part(Stage.self, name, of: apiID) != nil
        else { throw missing }
    }
}

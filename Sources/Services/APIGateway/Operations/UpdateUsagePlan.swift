import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    private static let paths = [
        "/name", "/description", "/productCode", "/apiStages", "/throttle/rateLimit", "/throttle/burstLimit",
        "/quota/limit", "/quota/offset", "/quota/period", "/throttle", "/quota",
    ]

    func updateUsagePlan(_ input: UpdateUsagePlanRequest, _ call: Call) async throws -> UsagePlan {
        try await store.write { transaction in
            var record = try transaction.requirePlan(input.usagePlanId, call)
            let id = record.id
            try Patch.apply(input.patchOperations, paths: Self.paths) { step in
                if step.parts.first == "apiStages" {
                    return try record.plan.applyStage(step) {
                        try transaction.requireStage($0, ofPlan: id, call)
                    }
                }
                return try record.plan.apply(step)
            }
            try record.plan.check()
            try transaction.save(record)
            return record.shown(withTags: true)
        }
    }
}

extension UsagePlan {
    fileprivate mutating func apply(_ step: PatchStep) throws -> Bool {
        let isRemoved = step.op == .remove
        switch step.parts {
        case ["name"]: name = step.text
        case ["description"]: description = isRemoved ? nil : step.text
        case ["productCode"]: productCode = isRemoved ? nil : step.text
        case ["throttle"] where isRemoved: throttle = nil
        case ["quota"] where isRemoved: quota = nil
        case ["throttle", "rateLimit"]:
            throttle = ThrottleSettings(burstLimit: throttle?.burstLimit, rateLimit: try step.double())
        case ["throttle", "burstLimit"]:
            throttle = ThrottleSettings(burstLimit: try step.int(), rateLimit: throttle?.rateLimit)
        case ["quota", "limit"]: changeQuota { $0.limit = step.value.flatMap { Int($0) } }
        case ["quota", "offset"]: changeQuota { $0.offset = step.value.flatMap { Int($0) } }
        case ["quota", "period"]: changeQuota { $0.period = QuotaPeriodType(rawValue: step.text) }
        default: return false
        }
        return true
    }

    private mutating func changeQuota(_ change: (inout QuotaSettings) -> Void) {
        var changed = quota ?? QuotaSettings(offset: 0)
        change(&changed)
        quota = changed
    }

    /// `/apiStages` with `API:STAGE` for its value; `/apiStages/API:STAGE/throttle/{path}/{method}/rateLimit`.
    fileprivate mutating func applyStage(_ step: PatchStep, check: (ApiStage) throws -> Void) throws -> Bool {
        let name = step.parts.count == 1 ? step.text : step.parts[1]
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw ServiceError.badRequest("Invalid API Stage specified")
        }
        var stages = apiStages ?? []
        let place = stages.firstIndex { $0.apiId == parts[0] && $0.stage == parts[1] }
        if step.parts.count == 1 {
            let stage = ApiStage(apiId: parts[0], stage: parts[1])
            if step.op == .remove {
                guard let place else { throw ServiceError.notFound("Invalid API Stage specified") }
                stages.remove(at: place)
            } else {
                try check(stage)
                if place == nil { stages.append(stage) }
            }
        } else {
            guard let place, step.parts.count >= 3, step.parts[2] == "throttle" else { return false }
            try stages[place].applyThrottle(step)
        }
        apiStages = stages
        return true
    }
}

extension ApiStage {
    fileprivate mutating func applyThrottle(_ step: PatchStep) throws {
        let parts = Array(step.parts.dropFirst(3))
        var all = throttle ?? [:]
        guard parts.count >= 2 else {
            guard step.op == .remove else {
                throw ServiceError.badRequest("Invalid patch path specified: \(step.path)")
            }
            return throttle = nil
        }
        let key = "\(parts[0])/\(parts[1])"
        if step.op == .remove {
            all[key] = nil
        } else {
            var settings = all[key] ?? ThrottleSettings()
            switch parts.dropFirst(2).first {
            case "rateLimit"?: settings.rateLimit = try step.double()
            case "burstLimit"?: settings.burstLimit = try step.int()
            default: throw ServiceError.badRequest("Invalid patch path specified: \(step.path)")
            }
            all[key] = settings
        }
        throttle = all.isEmpty ? nil : all
    }
}

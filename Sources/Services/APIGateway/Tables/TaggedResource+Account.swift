import APIGatewayModel
import ServiceKit
import Storage

/// Tags of what is found by the caller's account, which the ARN does not tell.
extension TaggedResource {
    func tags(in snapshot: any Snapshot, _ call: Call) throws -> [String: String]? {
        switch place {
        case .apiKey(let id): try snapshot.requireKey(id, call).apiKey.tags ?? [:]
        case .usagePlan(let id): try snapshot.requirePlan(id, call).plan.tags ?? [:]
        case .domain(let name): try snapshot.requireDomain(name, call).tags
        default: try tags(in: snapshot)
        }
    }

    func setTags(_ tags: [String: String], in transaction: any Transaction, _ call: Call) throws {
        switch place {
        case .apiKey(let id):
            var record = try transaction.requireKey(id, call)
            record.apiKey.tags = tags
            try transaction.save(record)
        case .usagePlan(let id):
            var record = try transaction.requirePlan(id, call)
            record.plan.tags = tags
            try transaction.save(record)
        case .domain(let name):
            var record = try transaction.requireDomain(name, call)
            record.tags = tags
            try transaction.save(record)
        default: try setTags(tags, in: transaction)
        }
    }
}

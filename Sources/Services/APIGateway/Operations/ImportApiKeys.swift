import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    private static let most = 1000

    /// Lines of commas: a head with `name` and `key`, perhaps `description`, `enabled` and `usageplanIds`.
    func importApiKeys(_ input: ImportApiKeysRequest, _ call: Call) async throws -> ImportApiKeysResponse {
        guard input.format == .csv else { throw ServiceError.badRequest("Invalid API Key format specified") }
        let rows = String(decoding: input.body, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { String($0.drop { $0 == " " }) }
        }
        guard let head = rows.first?.map({ $0.lowercased() }), let nameAt = head.firstIndex(of: "name"),
            let valueAt = head.firstIndex(of: "key"), rows.count <= Self.most
        else { throw ServiceError.badRequest("Invalid API Key CSV file specified") }
        let records = try rows.dropFirst().map { row in
            func field(_ name: String) -> String? {
                head.firstIndex(of: name).flatMap { row.indices.contains($0) && !row[$0].isEmpty ? row[$0] : nil }
            }
            guard row.indices.contains(nameAt), row.indices.contains(valueAt) else {
                throw ServiceError.badRequest("Invalid API Key CSV file specified")
            }
            let apiKey = ApiKey(
                id: newID(10), name: row[nameAt], description: field("description"),
                enabled: field("enabled").map { $0.lowercased() == "true" } ?? true, createdDate: clock.now,
                lastUpdatedDate: clock.now, stageKeys: [], tags: [:])
            let plans = (field("usageplanids") ?? "").split(whereSeparator: { "|;".contains($0) }).map(String.init)
            return (try newKey(apiKey, value: row[valueAt], call), plans)
        }
        try await store.write { transaction in
            for (record, plans) in records {
                try transaction.insert(record)
                for plan in plans {
                    _ = try transaction.requirePlan(plan, call)
                    try transaction.save(PlanKeyRecord(planID: plan, keyID: record.id))
                }
            }
        }
        return ImportApiKeysResponse(ids: records.map(\.0.id), warnings: [])
    }
}

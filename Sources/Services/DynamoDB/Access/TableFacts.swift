import PolicyEngine
import ServiceKit
import Storage

/// What of a table bears on who may do something with it.
struct TableFacts: Sendable {
    var keys: KeySchema
    var indexes: [String: KeySchema]
    var tags: [String: String]
    private var policy: PolicySettings?
    private var streamPolicies: [String: PolicySettings]

    init(_ table: Table) {
        keys = table.keys
        indexes =
            table.indexes.isEmpty
            ? [:] : Dictionary(table.indexes.map { ($0.name, $0.keys) }) { first, _ in first }
        tags = table.tags
        policy = table.policy
        streamPolicies = table.streamPolicies ?? [:]
    }

    /// An action on a table or on what is below it. Another account's needs that account's policy too.
    static func permission(
        _ action: String, on arn: String, _ address: TableAddress, _ facts: TableFacts?, isStream: Bool = false,
        context: [String: [String]] = [:], finder: ItemConditions? = nil
    ) -> Permission {
        var context = context
        for (key, value) in facts?.tags ?? [:] { context["aws:ResourceTag/" + key] = [value] }
        let settings = isStream ? facts?.streamPolicies[arn] : facts?.policy
        return Permission(
            action, on: arn, in: address.accountID, context: context,
            resourcePolicy: settings.flatMap { CompiledPolicies.shared.policy($0, named: address.name) },
            finder: finder)
    }
}

extension DynamoDB {
    func facts(_ address: TableAddress) async throws -> TableFacts? {
        try await store.read { snapshot in try snapshot.table(address).map(TableFacts.init) }
    }

    /// An action on the table that a request names, or on its index.
    func onTable(
        _ action: String, _ name: String, index: String? = nil, _ call: Call,
        _ conditions: ((TableFacts?) -> ItemConditions)? = nil
    ) async throws -> Permission {
        let address = address(name, call)
        let facts = try await facts(address)
        return TableFacts.permission(
            action, on: address.arn + (index.map { "/index/" + $0 } ?? ""), address, facts,
            finder: conditions?(facts))
    }

    /// An action on a resource that a request names by its ARN: a table, or a stream of one.
    func onResource(_ action: String, _ arn: String, _ call: Call, _ tags: RequestedTags? = nil) async throws
        -> Permission
    {
        guard let address = TableAddress(arn: arn) else {
            return Permission(action, on: arn, context: tags?.conditionKeys ?? [:])
        }
        try address.requireRegion(of: call)
        return TableFacts.permission(
            action, on: arn, address, try await facts(address), isStream: arn.contains("/stream/"),
            context: tags?.conditionKeys ?? [:])
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// What was read when the permission was worked out: table and item of one moment.
    private struct FoundItem: Sendable {
        var table: Table
        var item: StoredItem?
    }

    private static let note = "dynamodb.found"

    /// The item is read along with what decides about it. It is kept for the operation, which answers it only if it is
    /// allowed.
    func permission(toGet input: GetItemRequest, _ call: Call) async throws -> Permission {
        let address = address(input.tableName, call)
        let (facts, found) = try await store.read { snapshot in
            let table = try snapshot.table(address)
            // A key that is none is refused by the operation, after the decision.
            let key = table.flatMap { $0.state == .creating ? nil : try? $0.key(given: input.key) }
            let found = try table.flatMap { table in
                try key.map { FoundItem(table: table, item: try snapshot.item($0)) }
            }
            return (table.map(TableFacts.init), found)
        }
        if let found { call.memo.keep(found, as: Self.note) }
        return TableFacts.permission(
            "dynamodb:GetItem", on: address.arn, address, facts, finder: ItemConditions(input, facts))
    }

    /// Reads one item; whole, its stored bytes are the answer's.
    func getItem(_ input: GetItemRequest, _ call: Call) async throws -> GetItemResponse {
        let address = try validAddress(input.tableName, call)
        let projection = try ReadExpressions(input).projection
        let known: FoundItem? = call.memo.find(Self.note)
        let read = if let known { known } else { try await read(input, address) }
        let (table, found) = (read.table, read.item)
        try table.checkScalarKeys(projection?.paths ?? [])
        return GetItemResponse(
            item: try found.map { try $0.answered(projection) },
            consumedCapacity: ConsumedCapacity(
                reading: found?.size ?? 0, of: table, consistent: input.consistentRead == true,
                input.returnConsumedCapacity))
    }

    private func read(_ input: GetItemRequest, _ address: TableAddress) async throws -> FoundItem {
        try await store.read { snapshot in
            let table = try snapshot.requireTable(address)
            return FoundItem(table: table, item: try snapshot.item(try table.key(given: input.key)))
        }
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Reads one item; whole, its stored bytes are the answer's.
    func getItem(_ input: GetItemRequest, _ call: Call) async throws -> GetItemResponse {
        let address = try validAddress(input.tableName, call)
        let projection = try ReadExpressions(input).projection
        let (table, found) = try await store.read { snapshot in
            let table = try snapshot.requireTable(address)
            let key = try table.key(given: input.key)
            try table.checkScalarKeys(projection?.paths ?? [])
            return (table, try snapshot.item(key))
        }
        return GetItemResponse(
            item: try found.map { try $0.answered(projection) },
            consumedCapacity: ConsumedCapacity(
                reading: found?.size ?? 0, of: table, consistent: input.consistentRead == true,
                input.returnConsumedCapacity))
    }
}

import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Up to 100 items, all of one moment.
    func transactGetItems(_ input: TransactGetItemsRequest, _ call: Call) async throws -> TransactGetItemsResponse {
        let gets = try input.transactItems.map(\.get).map { get in
            (
                get: get, address: address(get.tableName, call),
                projection: try ReadExpressions(get.projectionExpression, get.expressionAttributeNames, nil).projection
            )
        }
        let wanted = input.returnConsumedCapacity
        return try await store.read { snapshot in
            var responses: [ItemResponse] = []
            var consumed: [ConsumedCapacity] = []
            for (get, address, projection) in gets {
                let table = try snapshot.requireTable(address)
                let found = try snapshot.item(try table.key(given: get.key))
                responses.append(ItemResponse(item: try found.map { try $0.answered(projection) }))
                let units = CapacityUnits.reading(found?.size ?? 0, consistent: true, transactional: true)
                if let capacity = ConsumedCapacity(units: units, of: table, wanted) { consumed.append(capacity) }
            }
            let isTold = wanted != nil && wanted != ReturnConsumedCapacity.noneValue
            return TransactGetItemsResponse(
                consumedCapacity: isTold ? consumed.summedByTable : nil, responses: responses)
        }
    }
}

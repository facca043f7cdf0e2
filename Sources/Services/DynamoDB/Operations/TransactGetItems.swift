import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    /// Up to 100 items, all of one moment. Keys that are not of their tables cancel the transaction.
    func transactGetItems(_ input: TransactGetItemsRequest, _ call: Call) async throws -> TransactGetItemsResponse {
        let gets = try input.transactItems.map(\.get).enumerated().map { number, get in
            let address = address(get.tableName, call)
            try address.requireNameToFind("transactItems.\(number + 1).member.get.tableName")
            return WantedItem(
                key: get.key, address: address,
                projection: try ReadExpressions(get.projectionExpression, get.expressionAttributeNames, nil).projection)
        }
        let wanted = input.returnConsumedCapacity
        return try await store.read { snapshot in
            let places = try snapshot.places(of: gets)
            var responses: [ItemResponse] = []
            var consumed: [ConsumedCapacity] = []
            var bytes = 0
            for (get, place) in zip(gets, places) {
                let found = try snapshot.item(place.key)
                bytes += found?.size ?? 0
                guard bytes <= ItemLimits.transactionBytes else { throw ServiceError.transactionTooLarge }
                responses.append(ItemResponse(item: try found.map { try $0.answered(get.projection) }))
                let capacity = ConsumedCapacity(readingInTransaction: found?.size ?? 0, of: place.table, wanted)
                if let capacity { consumed.append(capacity) }
            }
            return TransactGetItemsResponse(consumedCapacity: consumed.told(wanted), responses: responses)
        }
    }
}

private struct WantedItem: Sendable {
    var key: AttributeMap
    var address: TableAddress
    var projection: ItemProjection?
}

extension Snapshot {
    fileprivate func places(of gets: [WantedItem]) throws -> [(table: Table, key: ItemKey)] {
        var places: [(table: Table, key: ItemKey)] = []
        var reasons: [CancellationReason?] = []
        for get in gets {
            let table = try requireTable(get.address)
            do {
                let key = try table.key(given: get.key)
                try table.checkScalarKeys(get.projection?.paths ?? [])
                places.append((table, key))
                reasons.append(nil)
            } catch let error as ServiceError where error.isOfAction {
                reasons.append(CancellationReason(code: "ValidationError", message: error.message))
            }
        }
        guard reasons.allSatisfy({ $0 == nil }) else { throw CancellationReason.error(reasons) }
        guard Set(places.map(\.key)).count == places.count else { throw ServiceError.repeatedItem }
        return places
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let mostKeys = 100
    private static let mostBytes = 16 << 20

    /// Up to 100 items; those that do not fit into 16 MiB are handed back as unprocessed.
    func batchGetItem(_ input: BatchGetItemRequest, _ call: Call) async throws -> BatchGetItemResponse {
        guard !input.requestItems.isEmpty else {
            throw ServiceError.constraints([
                "Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ])
        }
        for name in input.requestItems.keys { try address(name, call).requireNameInBatch(input.requestItems.json) }
        guard input.requestItems.values.reduce(0, { $0 + $1.keys.count }) <= Self.mostKeys else {
            throw ServiceError.validation("Too many items requested for the BatchGetItem call")
        }
        try Self.checkMixing(input.requestItems.values)
        let tables = try input.requestItems.sorted { $0.key < $1.key }.map { name, wanted in
            (
                name: name, wanted: wanted, address: address(name, call),
                projection: try ReadExpressions(wanted).projection
            )
        }
        let wantedCapacity = input.returnConsumedCapacity
        return try await store.read { snapshot in
            var answer = BatchGetItemResponse(responses: [:], unprocessedKeys: [:])
            var consumed: [ConsumedCapacity] = []
            var left = Self.mostBytes
            for (name, wanted, address, projection) in tables {
                let table = try snapshot.requireTable(address)
                let keys = try table.distinctKeys(wanted.keys)
                try table.checkScalarKeys(projection?.paths ?? [])
                var items: [ItemJSON] = []
                for (key, place) in zip(wanted.keys, keys) {
                    let found = try snapshot.item(place)
                    guard (found?.size ?? 0) <= left else {
                        answer.unprocessedKeys?[name, default: wanted.withoutKeys].keys.append(key)
                        continue
                    }
                    left -= found?.size ?? 0
                    if let found { items.append(try found.answered(projection)) }
                    let capacity = ConsumedCapacity(
                        reading: found?.size ?? 0, of: table, consistent: wanted.consistentRead == true, wantedCapacity)
                    if let capacity { consumed.append(capacity) }
                }
                answer.responses?[name] = items
            }
            answer.consumedCapacity = consumed.told(wantedCapacity)
            return answer
        }
    }
}

extension DynamoDB {
    /// One table's expressions do not go with another's parameters of before.
    private static func checkMixing(_ all: some Collection<KeysAndAttributes>) throws {
        guard all.contains(where: { $0.projectionExpression != nil }),
            all.contains(where: { $0.attributesToGet != nil })
        else { return }
        throw ServiceError.validation(
            "Can not use both expression and non-expression parameters in the same request: "
                + "Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}")
    }
}

extension Table {
    fileprivate func distinctKeys(_ given: [AttributeMap]) throws -> [ItemKey] {
        let keys = try given.map { try key(given: $0) }
        guard Set(keys).count == keys.count else {
            throw ServiceError.validation("Provided list of item keys contains duplicates")
        }
        return keys
    }
}

extension KeysAndAttributes {
    fileprivate var withoutKeys: KeysAndAttributes {
        var rest = self
        rest.keys = []
        return rest
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Reads one partition of a table or an index, in the order of its sort key.
    func query(_ input: QueryRequest, _ call: Call) async throws -> QueryResponse {
        let address = try validAddress(input.tableName, call)
        let expressions = try PageExpressions(input)
        try countingFaults {
            try Selection.check(input.select, expressions.projection, input.attributesToGet, indexName: input.indexName)
        }
        let request = PageRequest(
            address: address, indexName: input.indexName, limit: input.limit,
            forward: input.scanIndexForward ?? true, startKey: input.exclusiveStartKey, filter: expressions.filter,
            projection: expressions.projection, select: input.select, isConsistent: input.consistentRead ?? false)
        let answer = try await read(request) { source in
            try sayingWhy {
                guard let selection = try expressions.keyCondition?.range(of: source.keys.forExpressions) else {
                    return KeyRange(all: source.base)
                }
                if let start = input.exclusiveStartKey { try source.check(start, within: selection) }
                try source.table.checkScalarKeys(expressions.projection?.paths ?? [])
                try KeyPathRules.checkFilter(
                    expressions.filter?.paths ?? [], keys: source.keys.names, isLegacy: expressions.isLegacyFilter)
                try source.table.checkScalarKeys(expressions.filter?.paths ?? [])
                return KeyRange(selection, in: source.base)
            }
        }
        return QueryResponse(
            items: answer.items, count: answer.count, scannedCount: answer.scannedCount,
            lastEvaluatedKey: answer.lastKey,
            consumedCapacity: ConsumedCapacity(
                reading: answer.readBytes, fetching: answer.fetchedUnits, of: answer.source.table,
                index: answer.source.index,
                consistent: request.isConsistent, input.returnConsumedCapacity))
    }
}

extension KeySchema {
    var forExpressions: ExpressionKeys {
        func attributes(_ keys: [KeyAttribute]) -> [ExpressionKeys.Attribute] {
            keys.map { .init($0.name, AttributeValue.Kind(rawValue: $0.kind.rawValue) ?? .string) }
        }
        return ExpressionKeys(partition: attributes(hash), sort: attributes(range))
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension DynamoDB {
    /// Reads a table or an index from end to end, or one of its segments.
    func scan(_ input: ScanRequest, _ call: Call) async throws -> ScanResponse {
        let address = try validAddress(input.tableName, call)
        let segment = try Self.segment(input.segment, of: input.totalSegments)
        let expressions = try PageExpressions(input)
        try Selection.check(input.select, expressions.projection, input.attributesToGet, indexName: input.indexName)
        let request = PageRequest(
            address: address, indexName: input.indexName, limit: input.limit,
            startKey: input.exclusiveStartKey, filter: expressions.filter, projection: expressions.projection,
            select: input.select, isConsistent: input.consistentRead ?? false, isScan: true)
        let answer = try await read(request) { source in
            try source.table.checkScalarKeys(
                (expressions.projection?.paths ?? []) + (expressions.filter?.paths ?? []))
            guard let segment else { return KeyRange(all: source.base) }
            let range = KeyRange(segment: segment.number, of: segment.count, in: source.base)
            if let start = input.exclusiveStartKey, !range.contains(try source.startKey(start)) {
                throw ServiceError.validation(
                    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
                        + "correct Segment. TotalSegments: \(segment.count) Segment: \(segment.number)")
            }
            return range
        }
        return ScanResponse(
            items: answer.items, count: answer.count, scannedCount: answer.scannedCount,
            lastEvaluatedKey: answer.lastKey,
            consumedCapacity: ConsumedCapacity(
                reading: answer.readBytes, fetching: answer.fetchedUnits, of: answer.source.table,
                index: answer.source.index,
                consistent: request.isConsistent, input.returnConsumedCapacity))
    }

    private static func segment(_ number: Int?, of count: Int?) throws -> (number: Int, count: Int)? {
        switch (number, count) {
        case (nil, nil): return nil
        case (let number?, let count?):
            guard number < count else {
                throw ServiceError.validation(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                        + "Segment: \(number) is not less than TotalSegments: \(count)")
            }
            return (number, count)
        case (.some, nil):
            throw ServiceError.validation(
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
                    + "present")
        case (nil, .some):
            throw ServiceError.validation(
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
                    + "present")
        }
    }
}

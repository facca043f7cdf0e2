import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension DynamoDB {
    private static let mostSegments = 1_000_000

    /// Reads a table or an index from end to end, or one of its segments.
    func scan(_ input: ScanRequest, _ call: Call) async throws -> ScanResponse {
        let segment = try Self.segment(input.segment, of: input.totalSegments)
        let expressions = try PageExpressions(input)
        try Selection.check(input.select, expressions.projection, input.attributesToGet, indexName: input.indexName)
        let request = PageRequest(
            address: address(input.tableName, call), indexName: input.indexName, limit: input.limit,
            startKey: input.exclusiveStartKey, filter: expressions.filter, projection: expressions.projection,
            select: input.select, isConsistent: input.consistentRead ?? false)
        let answer = try await read(request) { source in
            segment.map { KeyRange(segment: $0.number, of: $0.count, in: source.base) } ?? KeyRange(all: source.base)
        }
        return ScanResponse(
            items: answer.items, count: answer.count, scannedCount: answer.scannedCount,
            lastEvaluatedKey: answer.lastKey,
            consumedCapacity: ConsumedCapacity(
                reading: answer.readBytes, of: answer.source.table, index: answer.source.index,
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

import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    private static let mostWrites = 25

    /// Up to 25 puts and deletes, all of them in one commit here: none is left unprocessed.
    func batchWriteItem(_ input: BatchWriteItemRequest, _ call: Call) async throws -> BatchWriteItemResponse {
        let tables = input.requestItems.sorted { $0.key < $1.key }
        guard !tables.isEmpty else {
            throw ServiceError.validation("The requestItems parameter is required for BatchWriteItem")
        }
        for (name, _) in tables { try address(name, call).requireNameInBatch(input.requestItems.json) }
        guard tables.reduce(0, { $0 + $1.value.count }) <= Self.mostWrites else {
            throw ServiceError.validation("Too many items requested for the BatchWriteItem call")
        }
        var writes: [ItemWrite] = []
        for (name, requests) in tables {
            for request in requests { writes.append(try write(request, address(name, call))) }
        }
        let all = writes
        let outcomes = try await store.write { transaction in
            try transaction.perform(
                all, ChangeOrigin(time: changeClock.now),
                elseIfTwice: "Provided list of item keys contains duplicates")
        }
        return BatchWriteItemResponse(
            unprocessedItems: [:], itemCollectionMetrics: outcomes.collections(input.returnItemCollectionMetrics),
            consumedCapacity: outcomes.consumed(input.returnConsumedCapacity))
    }

    private func write(_ request: WriteRequest, _ address: TableAddress) throws -> ItemWrite {
        switch (request.putRequest, request.deleteRequest) {
        case (let put?, nil): ItemWrite(address: address, action: .put(put.item), kind: .batch)
        case (nil, let delete?): ItemWrite(address: address, action: .delete(key: delete.key), kind: .batch)
        default:
            throw ServiceError.validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
                    + "datatypes")
        }
    }
}

extension [ItemWrite.Outcome] {
    /// One sum for each table.
    func consumed(transactional: Bool = false, _ wanted: ReturnConsumedCapacity?) -> [ConsumedCapacity]? {
        compactMap { ConsumedCapacity(writing: $0, transactional: transactional, wanted) }.told(wanted)
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit
import Storage

extension DynamoDB {
    func putItem(_ input: PutItemRequest, _ call: Call) async throws -> PutItemResponse {
        let address = try validAddress(input.tableName, call)
        let expressions = try countingFaults {
            try checkOldValuesOnly(input.returnValues)
            return try WriteExpressions(input)
        }
        let write = ItemWrite(
            address: address, action: .put(input.item),
            condition: expressions.condition)
        let outcome = try await perform(write, onFailure: input.returnValuesOnConditionCheckFailure)
        return PutItemResponse(
            attributes: outcome.attributes(input.returnValues),
            consumedCapacity: ConsumedCapacity(writing: outcome, input.returnConsumedCapacity),
            itemCollectionMetrics: input.returnItemCollectionMetrics == .size ? outcome.collection?.metrics : nil)
    }
}

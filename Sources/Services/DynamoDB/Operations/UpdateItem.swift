import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension DynamoDB {
    func updateItem(_ input: UpdateItemRequest, _ call: Call) async throws -> UpdateItemResponse {
        let address = try validAddress(input.tableName, call)
        let expressions = try countingFaults { try WriteExpressions(input) }
        let write = ItemWrite(
            address: address, action: .update(key: input.key, expressions.update),
            condition: expressions.condition, kind: .updateItem)
        let outcome = try await perform(write, onFailure: input.returnValuesOnConditionCheckFailure)
        return UpdateItemResponse(
            attributes: outcome.attributes(input.returnValues),
            consumedCapacity: ConsumedCapacity(writing: outcome, input.returnConsumedCapacity),
            itemCollectionMetrics: input.returnItemCollectionMetrics == .size ? outcome.collection?.metrics : nil)
    }
}

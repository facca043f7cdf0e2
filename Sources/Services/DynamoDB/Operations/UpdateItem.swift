import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

extension DynamoDB {
    func updateItem(_ input: UpdateItemRequest, _ call: Call) async throws -> UpdateItemResponse {
        let expressions = try WriteExpressions(input)
        let write = ItemWrite(
            address: address(input.tableName, call), action: .update(key: input.key, expressions.update),
            condition: expressions.condition)
        let outcome = try await perform(write, onFailure: input.returnValuesOnConditionCheckFailure)
        return UpdateItemResponse(
            attributes: outcome.attributes(input.returnValues),
            consumedCapacity: ConsumedCapacity(writing: outcome, input.returnConsumedCapacity),
            itemCollectionMetrics: input.returnItemCollectionMetrics == .size ? outcome.collection?.metrics : nil)
    }
}

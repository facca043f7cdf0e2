import DynamoDBExpressions
import DynamoDBModel

/// Of requests about single items.
extension ItemConditions {
    init(_ input: GetItemRequest, _ facts: TableFacts?) {
        leadingKeys = { facts?.leadingKeys([input.key]) ?? [] }
        attributes = { names(input.key) + names((try? ReadExpressions(input))?.projection?.paths) }
        // Nothing that is asked for by name means all there is, which a policy may forbid.
        select =
            input.projectionExpression == nil && input.attributesToGet == nil ? .allAttributes : .specificAttributes
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    init(_ input: PutItemRequest, _ facts: TableFacts?) {
        leadingKeys = { facts?.leadingKeys([input.item]) ?? [] }
        attributes = { names(input.item) + names((try? WriteExpressions(input))?.condition?.paths) }
        returnValues = Self.returned(input.returnValues, input.returnValuesOnConditionCheckFailure)
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    init(_ input: UpdateItemRequest, _ facts: TableFacts?) {
        leadingKeys = { facts?.leadingKeys([input.key]) ?? [] }
        attributes = { names(input.key) + names(try? WriteExpressions(input)) }
        returnValues = Self.returned(input.returnValues, input.returnValuesOnConditionCheckFailure)
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    init(_ input: DeleteItemRequest, _ facts: TableFacts?) {
        leadingKeys = { facts?.leadingKeys([input.key]) ?? [] }
        attributes = { names(input.key) + names((try? WriteExpressions(input))?.condition?.paths) }
        returnValues = Self.returned(input.returnValues, input.returnValuesOnConditionCheckFailure)
        returnConsumedCapacity = input.returnConsumedCapacity
    }

    /// An item that is told because its condition failed is as much told as any.
    static func returned(
        _ values: ReturnValue?, _ onFailure: ReturnValuesOnConditionCheckFailure?
    ) -> ReturnValue? {
        onFailure == .allOld ? .allOld : values
    }

    init(_ input: KeysAndAttributes, _ facts: TableFacts?, _ capacity: ReturnConsumedCapacity?) {
        leadingKeys = { facts?.leadingKeys(input.keys) ?? [] }
        attributes = {
            input.keys.flatMap(names) + names((try? ReadExpressions(input))?.projection?.paths)
        }
        select =
            input.projectionExpression == nil && input.attributesToGet == nil ? .allAttributes : .specificAttributes
        returnConsumedCapacity = capacity
    }

    init(_ input: [WriteRequest], _ facts: TableFacts?, _ capacity: ReturnConsumedCapacity?) {
        let items = input.compactMap { $0.putRequest?.item ?? $0.deleteRequest?.key }
        leadingKeys = { facts?.leadingKeys(items) ?? [] }
        attributes = { items.flatMap(names) }
        returnConsumedCapacity = capacity
    }
}

func names(_ item: AttributeMap) -> [String] { item.entries.map(\.name) }

func names(_ paths: [DocumentPath]?) -> [String] { paths?.map(\.head) ?? [] }

func names(_ expressions: WriteExpressions?) -> [String] {
    names(expressions?.condition?.paths) + names(expressions?.update?.paths)
}

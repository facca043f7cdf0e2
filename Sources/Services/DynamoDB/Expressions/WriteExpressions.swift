import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

/// The condition and the update of one write, from expressions or from the parameters they replaced.
struct WriteExpressions: Sendable {
    var condition: ItemCondition?
    var update: UpdateExpression?

    init(_ input: PutItemRequest) throws {
        self = try Self.read(
            condition: input.conditionExpression, names: input.expressionAttributeNames,
            values: input.expressionAttributeValues, expected: input.expected, joining: input.conditionalOperator,
            isAlone: true)
    }

    init(_ input: DeleteItemRequest) throws {
        self = try Self.read(
            condition: input.conditionExpression, names: input.expressionAttributeNames,
            values: input.expressionAttributeValues, expected: input.expected, joining: input.conditionalOperator,
            isAlone: true)
    }

    init(_ input: UpdateItemRequest) throws {
        self = try Self.read(
            update: (input.updateExpression, input.attributeUpdates), condition: input.conditionExpression,
            names: input.expressionAttributeNames, values: input.expressionAttributeValues, expected: input.expected,
            joining: input.conditionalOperator, isAlone: true)
    }

    /// Of a transaction, which has expressions alone.
    init(
        update: String? = nil, condition: String?, names: [String: String]?, values: AttributeMap?
    ) throws {
        self = try Self.read(
            update: update.map { ($0, nil) }, condition: condition, names: names, values: values, expected: nil,
            joining: nil)
    }

    private init(condition: ItemCondition?, update: UpdateExpression?) {
        self.condition = condition
        self.update = update
    }

    private static func read(
        update: (expression: String?, legacy: [String: AttributeValueUpdate]?)? = nil, condition: String?,
        names: [String: String]?, values: AttributeMap?, expected: [String: ExpectedAttributeValue]?,
        joining: DynamoDBModel.ConditionalOperator?, isAlone: Bool = false
    ) throws -> WriteExpressions {
        try sayingWhy {
            try ParameterMixing.check(
                expressions: (update == nil ? [] : [("UpdateExpression", update?.expression != nil)])
                    + [("ConditionExpression", condition != nil)],
                legacy: (update == nil ? [] : [("AttributeUpdates", update?.legacy != nil)])
                    + [("Expected", expected != nil), ("ConditionalOperator", joining != nil)],
                hasNames: names != nil, hasValues: values != nil, namesWhatLacks: !isAlone)
            var scope = try ExpressionScope(names: names, values: values?.byPlaceholder)
            let parsed = WriteExpressions(
                condition: try condition.map { try ItemCondition(parsing: $0, in: &scope) }
                    ?? ItemCondition(expected: expected?.legacy ?? [], joinedBy: joining?.joining),
                update: try update.flatMap { update in
                    try update.expression.map { try UpdateExpression(parsing: $0, in: &scope) }
                        ?? update.legacy.map { try UpdateExpression(legacy: $0.legacy) }
                })
            try scope.checkAllUsed()
            return parsed
        }
    }
}

/// PutItem, UpdateItem and DeleteItem count what is wrong with a request before they look for its table; Query does so of
/// its `Select`.
func countingFaults<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as ServiceError where error.code == "ValidationException" {
        throw ServiceError.constraints([error.message])
    }
}

/// What the expression engine refuses is a ValidationException.
func sayingWhy<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as ExpressionError {
        throw ServiceError.validation(error.message)
    }
}

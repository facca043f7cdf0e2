import DynamoDBExpressions

/// The model has shapes of the same names.
typealias ItemCondition = DynamoDBExpressions.Condition
typealias ItemProjection = DynamoDBExpressions.Projection
typealias KeySelection = DynamoDBExpressions.KeyRange
typealias ExpressionKeys = DynamoDBExpressions.KeySchema

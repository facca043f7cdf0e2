import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

/// What a query or a scan asks: a key condition, a filter, and which attributes are wanted.
struct PageExpressions: Sendable {
    var keyCondition: KeyCondition?
    var filter: ItemCondition?
    var projection: ItemProjection?
    /// Words of refusals differ.
    var isLegacyFilter = false

    init(_ input: QueryRequest) throws {
        let joining = input.conditionalOperator?.joining
        self = try Self.read(
            key: (input.keyConditionExpression, input.keyConditions), filter: input.filterExpression,
            legacyFilter: ("QueryFilter", input.queryFilter), joining: joining,
            projection: input.projectionExpression, attributesToGet: input.attributesToGet,
            names: input.expressionAttributeNames, values: input.expressionAttributeValues)
        guard keyCondition != nil else {
            throw ServiceError.validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
        }
    }

    init(_ input: ScanRequest) throws {
        self = try Self.read(
            key: nil, filter: input.filterExpression, legacyFilter: ("ScanFilter", input.scanFilter),
            joining: input.conditionalOperator?.joining, projection: input.projectionExpression,
            attributesToGet: input.attributesToGet, names: input.expressionAttributeNames,
            values: input.expressionAttributeValues)
    }

    private init() {}

    private static func read(
        key: (expression: String?, legacy: [String: DynamoDBModel.Condition]?)?, filter: String?,
        legacyFilter: (name: String, conditions: [String: DynamoDBModel.Condition]?),
        joining: DynamoDBExpressions.ConditionalOperator?, projection: String?, attributesToGet: [String]?,
        names: [String: String]?, values: AttributeMap?
    ) throws -> PageExpressions {
        try sayingWhy {
            try ParameterMixing.check(
                expressions: [
                    ("ProjectionExpression", projection != nil), ("FilterExpression", filter != nil),
                ] + (key == nil ? [] : [("KeyConditionExpression", key?.expression != nil)]),
                legacy: [
                    ("AttributesToGet", attributesToGet != nil), (legacyFilter.name, legacyFilter.conditions != nil),
                    ("ConditionalOperator", joining != nil),
                ] + (key == nil ? [] : [("KeyConditions", key?.legacy != nil)]),
                hasNames: names != nil, hasValues: values != nil)
            var scope = try ExpressionScope(names: names, values: values?.byPlaceholder)
            var read = PageExpressions()
            if let filter {
                read.filter = try ItemCondition(parsing: filter, as: .filter, in: &scope)
            } else {
                read.filter = try ItemCondition(
                    legacyFilter: legacyFilter.conditions?.legacy ?? [], joinedBy: joining)
                read.isLegacyFilter = true
            }
            if let text = key?.expression {
                read.keyCondition = try KeyCondition(parsing: text, in: &scope)
            } else if let legacy = key?.legacy {
                read.keyCondition = try KeyCondition(legacy: legacy.legacy)
            }
            if let projection {
                read.projection = try ItemProjection(parsing: projection, in: &scope)
            } else if let attributesToGet {
                read.projection = try ItemProjection(attributesToGet: attributesToGet)
            }
            try scope.checkAllUsed()
            return read
        }
    }
}

import DynamoDBExpressions
import DynamoDBModel
import ServiceKit

/// Which attributes a read gives back; nil for all of them.
struct ReadExpressions: Sendable {
    var projection: ItemProjection?

    init(_ input: GetItemRequest) throws {
        try self.init(input.projectionExpression, input.expressionAttributeNames, input.attributesToGet)
    }

    init(_ input: KeysAndAttributes) throws {
        try self.init(input.projectionExpression, input.expressionAttributeNames, input.attributesToGet)
    }

    init(_ expression: String?, _ names: [String: String]?, _ attributesToGet: [String]?) throws {
        projection = try sayingWhy {
            try ParameterMixing.check(
                expressions: [("ProjectionExpression", expression != nil)],
                legacy: [("AttributesToGet", attributesToGet != nil)], hasNames: names != nil, hasValues: false)
            var scope = try ExpressionScope(names: names)
            let projection =
                try expression.map { try ItemProjection(parsing: $0, in: &scope) }
                ?? attributesToGet.map { try ItemProjection(attributesToGet: $0) }
            try scope.checkAllUsed()
            return projection
        }
    }
}

extension StoredItem {
    /// Whole, it is answered as it is stored.
    func answered(_ projection: ItemProjection?) throws -> ItemJSON {
        guard let projection else { return answered }
        return ItemJSON(projection.applied(to: try attributes()))
    }
}

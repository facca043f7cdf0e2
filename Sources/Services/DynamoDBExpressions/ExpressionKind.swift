/// The parameter an expression comes in, by AWS's name; its errors begin with it.
package enum ExpressionKind: String, Sendable, CaseIterable {
    case condition = "ConditionExpression"
    case filter = "FilterExpression"
    case keyCondition = "KeyConditionExpression"
    case projection = "ProjectionExpression"
    case update = "UpdateExpression"

    /// Words that cannot be names where this is read. All of them are reserved, too.
    var keywords: Keywords {
        switch self {
        case .condition, .filter, .keyCondition: .conditions
        case .update: .updates
        case .projection: .none
        }
    }
}

import DynamoDBModel

/// What a key condition asks of one attribute.
package enum KeyTest: Sendable, Equatable {
    case equal(AttributeValue)
    case less(AttributeValue)
    case lessOrEqual(AttributeValue)
    case greater(AttributeValue)
    case greaterOrEqual(AttributeValue)
    case between(AttributeValue, AttributeValue)
    case beginsWith(AttributeValue)
    /// Something that only legacy conditions can ask, and no index can answer.
    case notIndexable

    package func holds(for value: AttributeValue) -> Bool {
        switch self {
        case .equal(let other): value == other
        case .less(let bound): value.precedes(bound) == true
        case .lessOrEqual(let bound): bound.precedes(value) == false
        case .greater(let bound): bound.precedes(value) == true
        case .greaterOrEqual(let bound): value.precedes(bound) == false
        case .between(let low, let high): value.precedes(low) == false && high.precedes(value) == false
        case .beginsWith(let prefix): value.begins(with: prefix)
        case .notIndexable: false
        }
    }

    var values: [AttributeValue] {
        switch self {
        case .equal(let value), .less(let value), .lessOrEqual(let value), .greater(let value),
            .greaterOrEqual(let value), .beginsWith(let value):
            [value]
        case .between(let low, let high): [low, high]
        case .notIndexable: []
        }
    }
}

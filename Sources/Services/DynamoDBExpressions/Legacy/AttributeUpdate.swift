import DynamoDBModel

/// A member of AttributeUpdates.
package struct AttributeUpdate: Sendable {
    package enum Action: String, Sendable {
        case put = "PUT"
        case add = "ADD"
        case delete = "DELETE"
    }

    package let action: Action
    package let value: AttributeValue?

    /// Without an action the value is put.
    package init(_ action: Action? = nil, _ value: AttributeValue? = nil) {
        self.action = action ?? .put
        self.value = value
    }

    fileprivate func change() throws(ExpressionError) -> UpdateAction.Change {
        guard let value else {
            guard action == .delete else {
                throw .parameter("Only DELETE action is allowed when no attribute value is specified")
            }
            return .remove
        }
        let isSet =
            switch value.kind {
            case .stringSet, .numberSet, .binarySet: true
            default: false
            }
        switch action {
        case .put: return .set(.value(value))
        case .add:
            guard isSet || value.kind == .number || value.kind == .list else {
                throw .parameter("ADD action is not supported for the type \(value.kind.rawValue)")
            }
            return .add(value)
        case .delete:
            guard isSet else {
                throw .parameter("DELETE action with value is not supported for the type \(value.kind.rawValue)")
            }
            return .delete(value)
        }
    }
}

extension UpdateExpression {
    /// AttributeUpdates: attributes by their very names.
    package init(legacy updates: [(name: String, update: AttributeUpdate)]) throws(ExpressionError) {
        var actions: [UpdateAction] = []
        for member in updates {
            actions.append(UpdateAction(path: DocumentPath(member.name), change: try member.update.change()))
        }
        try self.init(actions, isLegacy: true)
    }
}

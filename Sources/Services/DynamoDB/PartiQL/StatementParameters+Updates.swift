import DynamoDBExpressions
import DynamoDBModel
import PartiQL
import ServiceKit

/// What a statement makes of an item, as the expression engine takes it.
extension StatementParameters {
    func update(_ changes: [UpdateStatement.Change]) throws -> UpdateExpression {
        let actions = try changes.map { change in
            switch change {
            case .remove(let path): UpdateAction(path: try DocumentPath(path), change: .remove)
            case .set(let path, let value):
                UpdateAction(path: try DocumentPath(path), change: try self.change(of: path, to: value))
            }
        }
        return try sayingWhy { try UpdateExpression(checking: actions) }
    }

    func item(_ item: InsertStatement.Item) throws -> AttributeMap {
        switch item {
        case .attributes(let attributes):
            return AttributeMap(
                try attributes.map { name, expression in (name, try value(of: expression) ?? .null) })
        case .parameter(let number):
            guard case .map(let map) = try value(number) else {
                throw ServiceError.validation("Unsupported data type: Parameter under key root")
            }
            return map
        }
    }

    private func change(of path: Path, to expression: Expression) throws -> UpdateAction.Change {
        if case .call(let call) = expression {
            switch call.name {
            case "set_add": return .add(try members(call, of: path))
            case "set_delete": return .delete(try members(call, of: path))
            default: break
            }
        }
        return .set(try updateValue(expression))
    }

    /// `SET_ADD` and `SET_DELETE` change the set that they are assigned to.
    private func members(_ call: FunctionCall, of path: Path) throws -> AttributeValue {
        let name = call.name.uppercased()
        guard call.arguments.count == 2 else {
            throw ServiceError.validation("\(name) must have exactly two arguments at \(call.place)")
        }
        guard case .path(let first) = call.arguments[0], try DocumentPath(first) == DocumentPath(path) else {
            throw ServiceError.validation(
                "The first argument to \(name) must equal the assignment value at \(call.place)")
        }
        switch try value(of: call.arguments[1]) {
        case let value? where value.isSet: return value
        default:
            throw ServiceError.validation(
                "The second argument to \(name) must be a value with type SET at \(first.place)")
        }
    }

    private func updateValue(_ expression: Expression) throws -> UpdateValue {
        if let value = try value(of: expression) { return .value(value) }
        switch expression {
        case .path(let path): return .path(try DocumentPath(path))
        case .arithmetic(let sign, let left, let right):
            return .arithmetic(sign == .plus ? .plus : .minus, try updateValue(left), try updateValue(right))
        case .call(let call):
            guard call.name == ExpressionFunction.listAppend.rawValue else { throw Self.unrecognized(call) }
            guard call.arguments.count == 2 else {
                throw ServiceError.validation(
                    "Incorrect number of operands for operator or function; operator or function: list_append, "
                        + "number of operands: \(call.arguments.count)")
            }
            return .listAppend(try updateValue(call.arguments[0]), try updateValue(call.arguments[1]))
        default: throw ServiceError.validation("Unsupported operator in Update Expression.")
        }
    }
}

extension AttributeValue {
    fileprivate var isSet: Bool {
        switch self {
        case .stringSet, .numberSet, .binarySet: true
        default: false
        }
    }
}

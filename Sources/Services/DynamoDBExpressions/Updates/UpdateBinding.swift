import DynamoDBModel

/// An action with its placeholders resolved, whose types are still to be checked: AWS says first what is undefined
/// anywhere and which paths overlap.
struct BoundAction {
    let section: UpdateSection
    let path: DocumentPath
    let sign: Arithmetic?
    let operands: [Operand]
}

extension ExpressionScope {
    mutating func bind(_ sections: [SectionNode]) throws(ExpressionError) -> [BoundAction] {
        // Names everywhere come before values anywhere.
        for action in sections.flatMap(\.actions) {
            _ = try path(action.path, .update)
            for operand in action.operands { try bindNames(operand) }
        }
        var bound: [BoundAction] = []
        for section in sections {
            for action in section.actions {
                bound.append(
                    BoundAction(
                        section: section.section, path: try path(action.path, .update), sign: action.sign,
                        operands: try bind(action.operands, .update)))
            }
        }
        return bound
    }

    private mutating func bindNames(_ operand: OperandNode) throws(ExpressionError) {
        switch operand {
        case .path(let path): _ = try self.path(path, .update)
        case .value: break
        case .call(let call): for argument in call.arguments { try bindNames(argument) }
        }
    }
}

extension ActionNode {
    fileprivate var operands: [OperandNode] {
        switch value {
        case nil: []
        case .operand(let operand)?: [operand]
        case .arithmetic(_, let left, let right)?: [left, right]
        }
    }

    fileprivate var sign: Arithmetic? {
        guard case .arithmetic(let sign, _, _)? = value else { return nil }
        return sign
    }
}

extension BoundAction {
    /// ADD takes numbers and sets, DELETE takes sets.
    func checkSetType() throws(ExpressionError) {
        guard section == .add || section == .delete, let type = operands.first?.type else { return }
        guard !type.isSet, section == .delete || type != .number else { return }
        throw .invalid(
            .update,
            "Incorrect operand type for operator or function; operator: \(section.rawValue), "
                + "operand type: \(type.longName), typeSet: ALLOWED_FOR_\(section.rawValue)_OPERAND")
    }

    func checked() throws(ExpressionError) -> UpdateAction {
        let change: UpdateAction.Change
        switch (section, operands.first) {
        case (.remove, _), (_, nil): change = .remove
        case (.add, .value(let value)?): change = .add(value)
        case (.delete, .value(let value)?): change = .delete(value)
        case (_, let left?):
            guard let sign else {
                change = .set(try UpdateValue(left))
                break
            }
            let values = [try UpdateValue(left), try UpdateValue(operands[1])]
            for case let type? in operands.map(\.type) where type != .number {
                throw .invalid(.update, ExpressionFunction.wrongType(sign.rawValue, type.rawValue))
            }
            change = .set(.arithmetic(sign, values[0], values[1]))
        }
        return UpdateAction(path: path, change: change)
    }
}

extension UpdateValue {
    fileprivate init(_ operand: Operand) throws(ExpressionError) {
        switch operand {
        case .path(let path): self = .path(path)
        case .value(let value): self = .value(value)
        // No expression has one.
        case .condition: throw .wrongOperandType
        case .call(let function, let arguments):
            guard arguments.count == function.operandCount else {
                throw .invalid(.update, function.wrongCount(arguments.count))
            }
            switch function {
            case .ifNotExists:
                guard let path = arguments[0].path else { throw .invalid(.update, function.requiresPath) }
                self = .ifNotExists(path, try UpdateValue(arguments[1]))
            default:
                for case let type? in arguments.map(\.type) where type != .list {
                    throw .invalid(.update, ExpressionFunction.wrongType(function.rawValue, type.rawValue))
                }
                self = .listAppend(try UpdateValue(arguments[0]), try UpdateValue(arguments[1]))
            }
        }
    }
}

extension AttributeValue.Kind {
    fileprivate var isSet: Bool { self == .stringSet || self == .numberSet || self == .binarySet }

    /// Its name in the sentences about ADD and DELETE.
    fileprivate var longName: String {
        switch self {
        case .string: "STRING"
        case .number: "NUMBER"
        case .binary: "BINARY"
        case .bool: "BOOLEAN"
        case .null: "NULL"
        case .map: "MAP"
        case .list: "LIST"
        case .stringSet: "STRING_SET"
        case .numberSet: "NUMBER_SET"
        case .binarySet: "BINARY_SET"
        }
    }
}

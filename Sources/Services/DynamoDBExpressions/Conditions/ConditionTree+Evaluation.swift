import DynamoDBModel

extension ConditionTree {
    func holds(for item: AttributeMap) -> Bool {
        switch self {
        case .all(let parts): return parts.allSatisfy { $0.holds(for: item) }
        case .any(let parts): return parts.contains { $0.holds(for: item) }
        case .not(let inner): return !inner.holds(for: item)
        case .compare(let comparator, let left, let right):
            return comparator.holds(left.value(in: item), right.value(in: item))
        case .between(let operand, let low, let high):
            guard let value = operand.value(in: item), let low = low.value(in: item),
                let high = high.value(in: item)
            else { return false }
            return value.precedes(low) == false && high.precedes(value) == false
        case .oneOf(let operand, let list):
            guard let value = operand.value(in: item) else { return false }
            return list.contains { $0.value(in: item) == value }
        case .call(let function, let arguments): return function.holds(arguments, in: item)
        }
    }
}

extension Comparator {
    /// What is missing, or of another type, is unequal to everything and has no order.
    fileprivate func holds(_ left: AttributeValue?, _ right: AttributeValue?) -> Bool {
        guard let left, let right else { return self == .unequal }
        return switch self {
        case .equal: left == right
        case .unequal: left != right
        case .less: left.precedes(right) == true
        case .lessOrEqual: right.precedes(left) == false
        case .greater: right.precedes(left) == true
        case .greaterOrEqual: left.precedes(right) == false
        }
    }
}

extension Operand {
    func value(in item: AttributeMap) -> AttributeValue? {
        switch self {
        case .path(let path): path.value(in: item)
        case .value(let value): value
        case .call(let function, let arguments):
            function == .size
                ? arguments[0].value(in: item)?.size.map { .number(DecimalNumber($0)) } : nil
        case .condition(let tree): .bool(tree.holds(for: item))
        }
    }
}

extension ExpressionFunction {
    fileprivate func holds(_ arguments: [Operand], in item: AttributeMap) -> Bool {
        switch self {
        case .attributeExists: return arguments[0].value(in: item) != nil
        case .attributeNotExists: return arguments[0].value(in: item) == nil
        case .attributeType:
            guard let value = arguments[0].value(in: item), case .string(let name)? = arguments[1].value else {
                return false
            }
            return value.kind.rawValue == name
        case .beginsWith:
            guard let value = arguments[0].value(in: item), let prefix = arguments[1].value(in: item) else {
                return false
            }
            return value.begins(with: prefix)
        case .contains:
            guard let value = arguments[0].value(in: item), let part = arguments[1].value(in: item) else {
                return false
            }
            return value.contains(part)
        case .size, .ifNotExists, .listAppend: return false
        }
    }
}

extension AttributeValue {
    /// Of a text, the units of its UTF-16; numbers, truth values and null have none.
    fileprivate var size: Int? {
        switch self {
        case .string(let text): text.utf16.count
        case .binary(let bytes): bytes.count
        case .map(let map): map.count
        case .list(let values): values.count
        case .stringSet(let texts): texts.count
        case .numberSet(let numbers): numbers.count
        case .binarySet(let values): values.count
        case .number, .bool, .null: nil
        }
    }

    func begins(with prefix: AttributeValue) -> Bool {
        switch (self, prefix) {
        case (.string(let text), .string(let prefix)): text.utf8.starts(with: prefix.utf8)
        case (.binary(let bytes), .binary(let prefix)): bytes.starts(with: prefix)
        default: false
        }
    }

    /// A part of a text or of bytes, or a member of a set or list.
    func contains(_ part: AttributeValue) -> Bool {
        switch (self, part) {
        case (.string(let text), .string(let part)): ByteSearch.contains(part, in: text)
        case (.binary(let bytes), .binary(let part)): ByteSearch.contains(part, in: bytes)
        case (.stringSet(let texts), .string(let text)): texts.contains { $0.isSameText(as: text) }
        case (.numberSet(let numbers), .number(let number)): numbers.contains(number)
        case (.binarySet(let values), .binary(let bytes)): values.contains(bytes)
        case (.list(let values), _): values.contains(part)
        default: false
        }
    }
}

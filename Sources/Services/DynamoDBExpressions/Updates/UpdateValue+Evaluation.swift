import DynamoDBModel

extension UpdateValue {
    /// - Parameter bytes: of all that the update's operands came to so far.
    func value(in item: AttributeMap, _ bytes: inout Int) throws(ExpressionError) -> AttributeValue {
        let value = try unmeasured(in: item, &bytes)
        bytes += value.storedBytes
        guard bytes <= ExpressionLimits.updateBytes else { throw .updatedItemTooLarge }
        return value
    }

    private func unmeasured(in item: AttributeMap, _ bytes: inout Int) throws(ExpressionError) -> AttributeValue {
        switch self {
        case .value(let value): return value
        case .path(let path):
            guard let value = path.value(in: item) else {
                throw ExpressionError(
                    "The provided expression refers to an attribute that does not exist in the item")
            }
            return value
        case .ifNotExists(let path, let otherwise):
            if let value = path.value(in: item) { return value }
            return try otherwise.value(in: item, &bytes)
        case .listAppend(let left, let right):
            let left = try left.value(in: item, &bytes)
            guard case .list(let beginning) = left else { throw .wrongOperandType }
            let right = try right.value(in: item, &bytes)
            guard case .list(let end) = right else { throw .wrongOperandType }
            return .list(beginning + end)
        case .arithmetic(let sign, let left, let right):
            let left = try left.value(in: item, &bytes)
            guard case .number(let one) = left else { throw .wrongOperandType }
            let right = try right.value(in: item, &bytes)
            guard case .number(let other) = right else { throw .wrongOperandType }
            return .number(try one.plus(sign == .plus ? other : -other))
        }
    }
}

extension AttributeValue {
    /// For ADD: a number's sum, a set's union, a list's continuation; nil where the types differ.
    func adding(_ operand: AttributeValue) throws(ExpressionError) -> AttributeValue? {
        switch (self, operand) {
        case (.number(let one), .number(let other)): .number(try one.plus(other))
        case (.stringSet(let one), .stringSet(let other)):
            .stringSet(OrderedSets.union(one, other) { $0.precedesByBytes($1) })
        case (.numberSet(let one), .numberSet(let other)): .numberSet(OrderedSets.union(one, other, by: <))
        case (.binarySet(let one), .binarySet(let other)):
            .binarySet(OrderedSets.union(one, other) { $0.lexicographicallyPrecedes($1) })
        case (.list(let one), .list(let other)): .list(one + other)
        default: nil
        }
    }

    /// For DELETE: a set without the operand's members; nil where the types differ.
    func removing(_ operand: AttributeValue) -> AttributeValue? {
        switch (self, operand) {
        case (.stringSet(let one), .stringSet(let other)):
            .stringSet(OrderedSets.difference(one, other) { $0.precedesByBytes($1) })
        case (.numberSet(let one), .numberSet(let other)):
            .numberSet(OrderedSets.difference(one, other, by: <))
        case (.binarySet(let one), .binarySet(let other)):
            .binarySet(OrderedSets.difference(one, other) { $0.lexicographicallyPrecedes($1) })
        default: nil
        }
    }
}

extension DecimalNumber {
    fileprivate func plus(_ other: DecimalNumber) throws(ExpressionError) -> DecimalNumber {
        do throws(DecimalNumberError) {
            return try adding(other)
        } catch {
            throw ExpressionError(error.sentence)
        }
    }
}

extension DecimalNumberError {
    fileprivate var sentence: String {
        switch self {
        case .notANumber: "The parameter cannot be converted to a numeric value"
        case .tooManyDigits: "Attempting to store more than 38 significant digits in a Number"
        case .overflow:
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        case .underflow:
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        }
    }
}

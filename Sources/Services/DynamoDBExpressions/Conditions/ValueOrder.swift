import DynamoDBModel

extension AttributeValue {
    /// Whether it comes before the other one; nil where the two have no order: only texts, numbers and bytes have one,
    /// and only among themselves.
    func precedes(_ other: AttributeValue) -> Bool? {
        switch (self, other) {
        case (.string(let one), .string(let other)): one.precedesByBytes(other)
        case (.number(let one), .number(let other)): one < other
        case (.binary(let one), .binary(let other)): one.lexicographicallyPrecedes(other)
        default: nil
        }
    }
}

extension AttributeValue.Kind {
    var isOrdered: Bool { self == .string || self == .number || self == .binary }
}

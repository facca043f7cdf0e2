/// A value of an item's attribute, of one of DynamoDB's ten types.
///
/// Texts are compared by their bytes: what Unicode takes for the same is not.
package enum AttributeValue: Sendable {
    case string(String)
    case number(DecimalNumber)
    case binary([UInt8])
    case bool(Bool)
    case null
    case map(AttributeMap)
    case list([AttributeValue])
    /// Sets have each value once, in its order.
    case stringSet([String])
    case numberSet([DecimalNumber])
    case binarySet([[UInt8]])

    /// The type's name on the wire.
    package enum Kind: String, Sendable, CaseIterable {
        case string = "S"
        case number = "N"
        case binary = "B"
        case bool = "BOOL"
        case null = "NULL"
        case map = "M"
        case list = "L"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
    }

    package var kind: Kind {
        switch self {
        case .string: .string
        case .number: .number
        case .binary: .binary
        case .bool: .bool
        case .null: .null
        case .map: .map
        case .list: .list
        case .stringSet: .stringSet
        case .numberSet: .numberSet
        case .binarySet: .binarySet
        }
    }

    /// Bytes it counts for an item's size and for capacity, as "DynamoDB item sizes and formats" has it.
    package var storedBytes: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .number(let number): number.storedBytes
        case .binary(let bytes): bytes.count
        case .bool, .null: 1
        case .map(let map): 3 + map.storedBytes + map.count
        case .list(let values): 3 + values.reduce(0) { $0 + $1.storedBytes + 1 }
        case .stringSet(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .numberSet(let numbers): numbers.reduce(0) { $0 + $1.storedBytes }
        case .binarySet(let values): values.reduce(0) { $0 + $1.count }
        }
    }
}

extension AttributeValue: Equatable {
    package static func == (left: AttributeValue, right: AttributeValue) -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let other)): one.isSameText(as: other)
        case (.number(let one), .number(let other)): one == other
        case (.binary(let one), .binary(let other)): one == other
        case (.bool(let one), .bool(let other)): one == other
        case (.null, .null): true
        case (.map(let one), .map(let other)): one == other
        case (.list(let one), .list(let other)): one == other
        case (.stringSet(let one), .stringSet(let other)):
            one.count == other.count && zip(one, other).allSatisfy { $0.isSameText(as: $1) }
        case (.numberSet(let one), .numberSet(let other)): one == other
        case (.binarySet(let one), .binarySet(let other)): one == other
        default: false
        }
    }
}

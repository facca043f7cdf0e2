import DynamoDBModel

/// The attributes that make an item's key in a table or an index. A table's key has one attribute for the partition and
/// at most one for the order in it; an index may have up to four of each.
struct KeySchema: Codable, Sendable, Equatable {
    var hash: [KeyAttribute]
    var range: [KeyAttribute]

    var attributes: [KeyAttribute] { hash + range }
    var names: [String] { attributes.map(\.name) }

    func contains(_ name: String) -> Bool { attributes.contains { $0.name.isSameText(as: name) } }
}

/// An attribute that is part of a key, which every item there has with this type.
struct KeyAttribute: Codable, Sendable, Equatable {
    /// Types that have an order of bytes.
    enum Kind: String, Codable, Sendable {
        case string = "S"
        case number = "N"
        case binary = "B"
    }

    var name: String
    var kind: Kind

    func accepts(_ value: AttributeValue) -> Bool { value.kind.rawValue == kind.rawValue }
}

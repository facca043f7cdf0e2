import DynamoDBModel

/// The attributes of a table's or index's key: one for the partition and at most one to sort by, or up to four of each
/// for a global secondary index.
package struct KeySchema: Sendable {
    package struct Attribute: Sendable {
        package let name: String
        package let type: AttributeValue.Kind

        package init(_ name: String, _ type: AttributeValue.Kind) {
            self.name = name
            self.type = type
        }
    }

    package let partition: [Attribute]
    package let sort: [Attribute]

    package init(partition: [Attribute], sort: [Attribute] = []) {
        self.partition = partition
        self.sort = sort
    }

    package var names: [String] { (partition + sort).map(\.name) }
}

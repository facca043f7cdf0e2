import DynamoDBModel

extension UpdateExpression {
    private static let ownBytes = 3

    /// What UpdateItem measures beside the item itself: the attributes that the update writes, whole, and so many bytes
    /// for each of its actions, as measurements of AWS have it. The key and what is left alone do not count.
    package func recordBytes(of item: AttributeMap) -> Int {
        let written = tree.names.reduce(0) { sum, attribute in
            sum + (item[attribute.name].map { attribute.name.utf8.count + $0.storedBytes } ?? 0)
        }
        return actions.reduce(written + Self.ownBytes) { $0 + $1.recordBytes }
    }
}

extension UpdateAction {
    fileprivate var recordBytes: Int {
        let bytes =
            switch change {
            case .set, .add: 19
            case .remove, .delete: 2
            }
        return path.rest.contains(where: \.isIndex) ? bytes + 1 : bytes
    }
}

extension DocumentPath.Step {
    fileprivate var isIndex: Bool {
        if case .index = self { true } else { false }
    }
}

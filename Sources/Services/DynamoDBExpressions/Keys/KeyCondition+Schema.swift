import DynamoDBModel

/// A key condition on a certain key: which partition, and which part of what is sorted in it.
package struct KeyRange: Sendable {
    /// A value for each attribute of the partition key.
    package let partition: [AttributeValue]
    /// Values that the first attributes of the sort key are to have.
    package let sortPrefix: [AttributeValue]
    /// What the attribute after those is asked, if anything; never for equality.
    package let sortTest: KeyTest?

    package init(partition: [AttributeValue], sortPrefix: [AttributeValue] = [], sortTest: KeyTest? = nil) {
        self.partition = partition
        self.sortPrefix = sortPrefix
        self.sortTest = sortTest
    }

    /// Of an item's key, in the schema's order.
    package func contains(sort values: [AttributeValue]) -> Bool {
        guard values.count >= sortPrefix.count, zip(values, sortPrefix).allSatisfy({ $0 == $1 }) else { return false }
        guard let sortTest else { return true }
        return values.count > sortPrefix.count && sortTest.holds(for: values[sortPrefix.count])
    }
}

extension KeyCondition {
    /// Finds each attribute of the key among the clauses, in the schema's order; nothing may be left over.
    package func range(of schema: KeySchema) throws(ExpressionError) -> KeyRange {
        guard (1...max(2, schema.names.count)).contains(clauses.count) else {
            throw ExpressionError("Conditions can be of length 1 or 2 only")
        }
        if schema.sort.isEmpty, clauses.count > schema.partition.count { throw Self.notSupported }
        var partition: [AttributeValue] = []
        for attribute in schema.partition {
            guard let test = try test(of: attribute) else { throw Self.missing(attribute) }
            guard case .equal(let value) = test else { throw Self.notSupported }
            partition.append(value)
        }
        var prefix: [AttributeValue] = []
        var last: KeyTest?
        for attribute in schema.sort where partition.count + prefix.count + (last == nil ? 0 : 1) < clauses.count {
            // Only the last one asked about may be asked for more than equality.
            guard last == nil else { throw Self.notSupported }
            guard let test = try test(of: attribute) else { throw Self.missing(attribute) }
            if case .equal(let value) = test { prefix.append(value) } else { last = test }
        }
        guard partition.count + prefix.count + (last == nil ? 0 : 1) == clauses.count else { throw Self.notSupported }
        return KeyRange(partition: partition, sortPrefix: prefix, sortTest: last)
    }

    private func test(of attribute: KeySchema.Attribute) throws(ExpressionError) -> KeyTest? {
        guard let test = clauses.first(where: { $0.name.isSameText(as: attribute.name) })?.test else { return nil }
        guard test != .notIndexable else {
            throw ExpressionError("Attempted conditional constraint is not an indexable operation")
        }
        for value in test.values {
            guard value.kind == attribute.type else {
                throw .parameter("Condition parameter type does not match schema type")
            }
            guard !value.isEmptyKey else {
                throw ExpressionError(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
                        + "contain an empty \(value.kind == .string ? "string" : "binary") value. "
                        + "Key: \(attribute.name)")
            }
        }
        return test
    }

    private static func missing(_ attribute: KeySchema.Attribute) -> ExpressionError {
        ExpressionError("Query condition missed key schema element: \(attribute.name)")
    }

    private static let notSupported = ExpressionError("Query key condition not supported")
}

extension AttributeValue {
    fileprivate var isEmptyKey: Bool {
        switch self {
        case .string(let text): text.isEmpty
        case .binary(let bytes): bytes.isEmpty
        default: false
        }
    }
}

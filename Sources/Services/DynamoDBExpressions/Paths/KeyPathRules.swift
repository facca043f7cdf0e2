import DynamoDBModel

/// What expressions may not do with the attributes that are keys.
package enum KeyPathRules {
    /// A key is a scalar: no path may lead into it. Indexes' keys are named otherwise than the table's.
    package static func checkNested(
        _ paths: [DocumentPath], keys: [String], indexKeys: [String] = []
    ) throws(ExpressionError) {
        for (names, label) in [(keys, "Key"), (indexKeys, "IndexKey")] {
            for name in names where paths.contains(where: { $0.isNested && $0.head.isSameText(as: name) }) {
                throw ExpressionError(
                    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                        + "\(label): \(name)")
            }
        }
    }

    /// A Query's filter is for what its key condition cannot say.
    package static func checkFilter(
        _ paths: [DocumentPath], keys: [String], isLegacy: Bool = false
    ) throws(ExpressionError) {
        for name in keys where paths.contains(where: { $0.head.isSameText(as: name) }) {
            throw ExpressionError(
                "\(isLegacy ? "QueryFilter" : "Filter Expression") can only contain non-primary key attributes: "
                    + "Primary key attribute: \(name)")
        }
    }
}

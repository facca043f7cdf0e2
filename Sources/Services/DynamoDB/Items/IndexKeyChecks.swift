import DynamoDBModel
import ServiceKit

/// Attributes that are part of an index's key may be missing, but not be of another type, empty or too large.
extension Table {
    /// - Parameter changed: of an update, which attributes it changes; others are what they were before the index was
    ///   made, perhaps.
    func checkIndexKeys(of item: AttributeMap, changed: [String]? = nil) throws {
        // Of several indexes AWS names the first in the order of names.
        var first: (index: String, fault: ServiceError)?
        for index in indexes where first.map({ index.name.precedesByBytes($0.index) }) ?? true {
            if let fault = index.keyFault(of: item, changed) { first = (index.name, fault) }
        }
        if let first { throw first.fault }
    }
}

extension SecondaryIndex {
    fileprivate func keyFault(of item: AttributeMap, _ changed: [String]?) -> ServiceError? {
        let written = keys.attributes.filter { attribute in
            changed?.contains { $0.isSameText(as: attribute.name) } ?? true
        }
        for attribute in written {
            guard let value = item[attribute.name] else { continue }
            guard attribute.accepts(value) else {
                return .invalidParameters(
                    "Type mismatch for Index Key \(attribute.name) Expected: \(attribute.kind.rawValue) "
                        + "Actual: \(value.kind.rawValue) IndexName: \(name)")
            }
            if let kind = value.kindIfEmpty { return emptyKey(kind, attribute, isUpdate: changed != nil) }
        }
        return written.isEmpty ? nil : keys.sizeFault(of: item)
    }

    private func emptyKey(_ kind: String, _ attribute: KeyAttribute, isUpdate: Bool) -> ServiceError {
        let sentence = "The AttributeValue for a key attribute cannot contain an empty \(kind) value."
        return .emptyKey(
            isUpdate
                ? "The update expression attempted to update a secondary index key to a value that is not supported. "
                    + sentence
                : "A value specified for a secondary index key is not supported. \(sentence) IndexName: \(name), "
                    + "IndexKey: \(attribute.name)")
    }
}

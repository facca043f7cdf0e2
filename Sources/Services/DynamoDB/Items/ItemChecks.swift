import DynamoDBModel
import ServiceKit

/// What DynamoDB demands of an item and of a key before it looks at anything stored.
extension Table {
    /// The key that an item to be written has.
    func key(ofItem item: AttributeMap) throws -> ItemKey {
        for attribute in keys.attributes {
            guard let value = item[attribute.name] else {
                throw ServiceError.invalidParameters("Missing the key \(attribute.name) in the item")
            }
            guard attribute.accepts(value) else {
                throw ServiceError.invalidParameters(
                    "Type mismatch for key \(attribute.name) expected: \(attribute.kind.rawValue) "
                        + "actual: \(value.kind.rawValue)")
            }
        }
        try checkKeyValues(of: item, keys, index: nil)
        try checkIndexKeys(of: item)
        guard item.storedBytes <= ItemLimits.itemBytes else { throw ServiceError.itemTooLarge }
        return key(of: item)
    }

    /// A key as it is given to read, update or delete: all of its attributes and no other.
    func key(given: AttributeMap) throws -> ItemKey {
        guard given.count == keys.attributes.count else {
            throw ServiceError.validation("The number of conditions on the keys is invalid")
        }
        for attribute in keys.attributes {
            guard let value = given[attribute.name], attribute.accepts(value) else { throw ServiceError.keyMismatch }
        }
        try checkKeyValues(of: given, keys, index: nil)
        return key(of: given)
    }

    func key(of item: AttributeMap) -> ItemKey {
        ItemKey(base: items, keys, of: item)
    }

    /// Where an index has the item: under the index's key, and the table's behind it, since many may share the former.
    func key(of item: AttributeMap, in index: SecondaryIndex) -> ItemKey {
        let own = keys.attributes.compactMap { item[$0.name] }
        return ItemKey(
            base: items(of: index), hash: index.keys.hash.compactMap { item[$0.name] },
            range: index.keys.range.compactMap { item[$0.name] } + own)
    }

    /// Attributes that are part of an index's key may be missing, but not be of another type, or empty.
    func checkIndexKeys(of item: AttributeMap) throws {
        for index in indexes {
            for attribute in index.keys.attributes {
                guard let value = item[attribute.name] else { continue }
                guard attribute.accepts(value) else {
                    throw ServiceError.invalidParameters(
                        "Type mismatch for Index Key \(attribute.name) Expected: \(attribute.kind.rawValue) "
                            + "Actual: \(value.kind.rawValue) IndexName: \(index.name)")
                }
            }
            try checkKeyValues(of: item, index.keys, index: index.name)
        }
    }

    private func checkKeyValues(of item: AttributeMap, _ schema: KeySchema, index: String?) throws {
        for (attributes, limit, name) in [
            (schema.hash, ItemLimits.hashBytes, "hashkey"), (schema.range, ItemLimits.rangeBytes, "rangekey"),
        ] {
            for attribute in attributes {
                guard let value = item[attribute.name] else { continue }
                try checkNotEmpty(value, attribute, index: index)
                guard value.storedBytes <= limit else {
                    throw ServiceError.invalidParameters(
                        "Size of \(name) has exceeded the maximum size limit of\(limit) bytes")
                }
            }
        }
    }

    private func checkNotEmpty(_ value: AttributeValue, _ attribute: KeyAttribute, index: String?) throws {
        let isEmpty =
            switch value {
            case .string(let text): text.isEmpty
            case .binary(let bytes): bytes.isEmpty
            default: false
            }
        guard isEmpty else { return }
        let kind = attribute.kind == .string ? "string" : "binary"
        if let index {
            throw ServiceError.invalidParameters(
                "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
                    + "The AttributeValue for a key attribute cannot contain an empty \(kind) value. "
                    + "IndexName: \(index), IndexKey: \(attribute.name)")
        }
        throw ServiceError.validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
                + "\(kind) value. Key: \(attribute.name)")
    }
}

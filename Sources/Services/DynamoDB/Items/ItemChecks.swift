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
        try checkKeyValues(of: item)
        try checkIndexKeys(of: item)
        guard item.storedBytes <= ItemLimits.itemBytes else { throw ServiceError.itemTooLarge }
        return key(of: item)
    }

    /// Of a key that is missing or of another type, a batch tells no more than that it does not match.
    func key(ofBatchedItem item: AttributeMap) throws -> ItemKey {
        guard keys.attributes.allSatisfy({ item[$0.name].map($0.accepts) ?? false }) else {
            throw ServiceError.keyMismatch
        }
        return try key(ofItem: item)
    }

    /// A key as it is given to read, update or delete: all of its attributes and no other.
    func key(given: AttributeMap) throws -> ItemKey {
        guard given.count == keys.attributes.count else { throw ServiceError.keyMismatch }
        for attribute in keys.attributes {
            guard let value = given[attribute.name], attribute.accepts(value) else { throw ServiceError.keyMismatch }
        }
        try checkKeyValues(of: given)
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

    private func checkKeyValues(of item: AttributeMap) throws {
        for attribute in keys.attributes {
            guard let kind = item[attribute.name]?.kindIfEmpty else { continue }
            throw ServiceError.emptyKey(
                "The AttributeValue for a key attribute cannot contain an empty \(kind) value. Key: \(attribute.name)")
        }
        if let fault = keys.sizeFault(of: item) { throw fault }
    }
}

extension KeySchema {
    /// The attributes of either part count together.
    func sizeFault(of item: AttributeMap) -> ServiceError? {
        func bytes(_ attributes: [KeyAttribute]) -> Int {
            attributes.reduce(0) { $0 + (item[$1.name]?.storedBytes ?? 0) }
        }
        if bytes(hash) > ItemLimits.hashBytes {
            // Without the space, as AWS has it.
            return .invalidParameters(
                "Size of hashkey has exceeded the maximum size limit of\(ItemLimits.hashBytes) bytes")
        }
        guard bytes(range) > ItemLimits.rangeBytes else { return nil }
        return .invalidParameters(
            "Aggregated size of all range keys has exceeded the size limit of \(ItemLimits.rangeBytes) bytes")
    }
}

extension AttributeValue {
    /// Of a text or of bytes without any, what it is: no key may be that.
    var kindIfEmpty: String? {
        switch self {
        case .string(let text): text.isEmpty ? "string" : nil
        case .binary(let bytes): bytes.isEmpty ? "binary" : nil
        default: nil
        }
    }
}

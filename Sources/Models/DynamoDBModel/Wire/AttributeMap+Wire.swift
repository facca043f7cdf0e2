import Wire

extension AttributeMap {
    /// Stands for a required map that a request left out.
    package static let absent = AttributeMap()

    /// A request's member; what DynamoDB does not take is noted in `violations`.
    package static func read(
        _ reader: inout JSONReader, _ violations: inout Violations, _ member: String
    ) throws -> AttributeMap? {
        guard try reader.beginObject() else { return nil }
        var entries: [Entry] = []
        while let name = try reader.nextKey() {
            var fault: AttributeFault?
            // Names of values are no attributes' names; expressions have their own rules for them.
            if member != "expressionAttributeValues" { JSONReader.check(name, &fault) }
            entries.append((name, try reader.attributeValue(&fault)))
            if let fault { violations.fault(fault.sentence(for: name, in: member, isNested: violations.isNested)) }
        }
        return AttributeMap(entries)
    }

    package func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        for entry in entries {
            writer.key(entry.name)
            entry.value.write(&writer)
        }
        writer.endObject()
    }

    /// As `json` wrote it.
    package init(json: [UInt8]) throws {
        // Each level is two objects, or an object and an array.
        var reader = JSONReader(json, maximumDepth: 128)
        var fault: AttributeFault?
        guard let map = try reader.attributeMap(&fault) else { throw SerializationError() }
        try reader.finish()
        if let fault { throw fault }
        self = map
    }

    /// `{"id":{"N":"1"}}`, names in the order of their bytes.
    package var json: [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}

import FoundationEssentials
import Wire

extension AttributeValue {
    /// A request's member; what DynamoDB does not take is noted in `violations`.
    package static func read(
        _ reader: inout JSONReader, _ violations: inout Violations, _ member: String
    ) throws -> AttributeValue? {
        guard try reader.peekKind() != .null else {
            try reader.skip()
            return nil
        }
        var fault: AttributeFault?
        let value = try reader.attributeValue(&fault)
        if let fault { violations.fault(fault.sentence) }
        return value
    }

    package func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key(kind.rawValue)
        switch self {
        case .string(let text): writer.string(text)
        case .number(let number): writer.string(number.text)
        case .binary(let bytes): writer.blob(bytes)
        case .bool(let flag): writer.bool(flag)
        case .null: writer.bool(true)
        case .map(let map): map.write(&writer)
        case .list(let values): writer.list(values) { writer, value in value.write(&writer) }
        case .stringSet(let texts): writer.list(texts) { writer, text in writer.string(text) }
        case .numberSet(let numbers): writer.list(numbers) { writer, number in writer.string(number.text) }
        case .binarySet(let values): writer.list(values) { writer, bytes in writer.blob(bytes) }
        }
        writer.endObject()
    }
}

extension [UInt8] {
    var base64Text: String { Data(self).base64EncodedString() }
}

import FoundationEssentials
import Wire

extension AttributeMap {
    /// A line of an export, or of what is imported: `{"Item":{"id":{"S":"a"}}}`.
    package init(exported line: [UInt8]) throws {
        var reader = JSONReader(line, maximumDepth: 256)
        var fault: AttributeFault?
        var item: AttributeMap?
        guard try reader.beginObject() else { throw SerializationError() }
        while let name = try reader.nextKey() {
            if name == "Item" { item = try reader.attributeMap(&fault) } else { try reader.skip() }
        }
        try reader.finish()
        if let fault { throw fault }
        guard let item else { throw SerializationError() }
        self = item
    }
}

extension AttributeValue {
    /// Nil for a text that is no Base64.
    package init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self = .binary(Array(data))
    }
}

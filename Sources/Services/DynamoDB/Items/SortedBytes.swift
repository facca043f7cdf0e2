import DynamoDBModel

/// Keys as bytes that sort as DynamoDB sorts them, each part ending by itself.
extension AttributeValue {
    /// Of a value that may be a key's; nil for other types.
    var sortedBytes: [UInt8]? {
        switch self {
        case .string(let text): Self.terminated(Array(text.utf8))
        case .number(let number): number.sortedBytes
        case .binary(let bytes): Self.terminated(bytes)
        default: nil
        }
    }

    /// The bytes with which all values begin that begin with this one.
    var sortedPrefix: [UInt8]? {
        switch self {
        case .string(let text): Self.escaped(Array(text.utf8))
        case .binary(let bytes): Self.escaped(bytes)
        default: nil
        }
    }

    private static func terminated(_ bytes: [UInt8]) -> [UInt8] { escaped(bytes) + [0, 0] }

    /// A zero within is written 00 FF, so that the two zeros at the end sort before anything that goes on, whatever part
    /// of a key follows.
    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0) else { return bytes }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count + 8)
        for byte in bytes {
            escaped.append(byte)
            if byte == 0 { escaped.append(0xFF) }
        }
        return escaped
    }
}

/// Reads a comma-separated file row by row: RFC 4180's quotes, and AWS's backslash before a comma.
struct CSVReader {
    struct Malformed: Error {}

    /// AWS's limit of a row.
    private static let maxRowBytes = 16_000
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        rest = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    }

    /// The next row that is not empty; nil at the end. A row that cannot be read is passed over to its end.
    mutating func next() throws -> [String]? {
        while let first = rest.first, first == 0x0A || first == 0x0D { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var length = 0
        while let byte = rest.popFirst() {
            length += 1
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && rest.first == byte:
                field.append(byte)
                rest.removeFirst()
            case UInt8(ascii: "\"") where isQuoted: isQuoted = false
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: "\\") where !isQuoted && rest.first == UInt8(ascii: ","):
                field.append(rest.removeFirst())
            case UInt8(ascii: ",") where !isQuoted:
                fields.append(try Self.text(field))
                field = []
            case 0x0A where !isQuoted, 0x0D where !isQuoted:
                guard length <= Self.maxRowBytes else { throw Malformed() }
                return fields + [try Self.text(field)]
            default: field.append(byte)
            }
        }
        guard !isQuoted, length <= Self.maxRowBytes else { throw Malformed() }
        return fields + [try Self.text(field)]
    }

    private static func text(_ bytes: [UInt8]) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }
}

import CivilTime
import FoundationEssentials

/// The current element's text as a value; white space around numbers is ignored.
extension XMLReader {
    package mutating func int() throws(SerializationError) -> Int {
        guard let value = Int(try trimmedText()) else { throw SerializationError() }
        return value
    }

    package mutating func double() throws(SerializationError) -> Double {
        guard let value = Double(try trimmedText()), value.isFinite else { throw SerializationError() }
        return value
    }

    package mutating func bool() throws(SerializationError) -> Bool {
        switch try trimmedText().lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default: throw SerializationError()
        }
    }

    package mutating func timestamp() throws(SerializationError) -> Date {
        let text = try trimmedText()
        guard let date = Date(iso8601: text) ?? Date(httpDate: text) else { throw SerializationError() }
        return date
    }

    package mutating func blob() throws(SerializationError) -> [UInt8] {
        guard let data = Data(base64Encoded: try trimmedText()) else { throw SerializationError() }
        return [UInt8](data)
    }

    private mutating func trimmedText() throws(SerializationError) -> String {
        let text = try text()
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let start = text.utf8.drop(while: isSpace)
        let end = start.reversed().drop(while: isSpace).count
        return String(decoding: start.prefix(end), as: UTF8.self)
    }
}

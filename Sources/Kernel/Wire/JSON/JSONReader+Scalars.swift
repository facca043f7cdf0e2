import CivilTime
import FoundationEssentials

/// Each answers nil for null, which the AWS protocols take for an absent member.
extension JSONReader {
    package mutating func string() throws(SerializationError) -> String? {
        switch try peekKind() {
        case .string: return try readString()
        case .null:
            try readNull()
            return nil
        case let kind: throw .mismatch(kind, wanted: .string)
        }
    }

    package mutating func bool() throws(SerializationError) -> Bool? {
        switch try peekKind() {
        case .true, .false: return try readBool()
        case .null:
            try readNull()
            return nil
        case let kind: throw .mismatch(kind, wanted: .boolean)
        }
    }

    package mutating func int() throws(SerializationError) -> Int? {
        guard let text = try numberText(wanted: .integer) else { return nil }
        if let value = Int(text) { return value }
        // 5.0 and 1e3 are integers to a JSON writer that knows only doubles.
        guard let double = Double(text), let value = Int(exactly: double) else {
            throw .mismatch(.number, wanted: .integer)
        }
        return value
    }

    package mutating func double() throws(SerializationError) -> Double? {
        guard let text = try numberText(wanted: .double) else { return nil }
        guard let value = Double(text), value.isFinite else { throw .mismatch(.number, wanted: .double) }
        return value
    }

    /// Seconds since 1970 with a fraction, as the JSON protocols write times.
    package mutating func timestamp() throws(SerializationError) -> Date? {
        guard let text = try numberText(wanted: .timestamp) else { return nil }
        guard let seconds = Double(text), abs(seconds) < 253_402_300_800 else {
            throw .mismatch(.number, wanted: .timestamp)
        }
        return Date(timeIntervalSince1970: seconds)
    }

    /// A time as text: `2026-11-26T08:00:00Z`.
    package mutating func iso8601() throws(SerializationError) -> Date? {
        guard let text = try string() else { return nil }
        guard let date = Date(iso8601: text) else { throw .mismatch(.string, wanted: .timestamp) }
        return date
    }

    package mutating func blob() throws(SerializationError) -> [UInt8]? {
        switch try peekKind() {
        case .string:
            guard let data = Data(base64Encoded: try readString()) else {
                throw .mismatch(.string, wanted: .blob)
            }
            return [UInt8](data)
        case .null:
            try readNull()
            return nil
        case let kind: throw .mismatch(kind, wanted: .blob)
        }
    }

    private mutating func numberText(wanted: JSONTarget) throws(SerializationError) -> String? {
        switch try peekKind() {
        case .number: return try readNumber()
        case .null:
            try readNull()
            return nil
        case let kind: throw .mismatch(kind, wanted: wanted)
        }
    }

    /// The text of the number at the cursor, its grammar checked.
    mutating func readNumber() throws(SerializationError) -> String {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let integerStart = index
        try readDigits()
        let hasLeadingZero = bytes[integerStart] == UInt8(ascii: "0")
        guard !hasLeadingZero || index == integerStart + 1 else { throw SerializationError() }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try readDigits()
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            try readDigits()
        }
        // Jackson's limit; a number's conversion may cost the square of its length.
        guard index - start <= 1000 else { throw SerializationError() }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func readDigits() throws(SerializationError) {
        let start = index
        while index < bytes.count, bytes[index].isDigit { index += 1 }
        guard index > start else { throw SerializationError() }
    }

    mutating func readBool() throws(SerializationError) -> Bool {
        let isTrue = bytes[index] == UInt8(ascii: "t")
        try readWord(isTrue ? "true" : "false")
        return isTrue
    }

    mutating func readNull() throws(SerializationError) { try readWord("null") }

    private mutating func readWord(_ word: StaticString) throws(SerializationError) {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw SerializationError() }
        for offset in 0..<word.utf8CodeUnitCount {
            guard bytes[index + offset] == word.utf8Start[offset] else { throw SerializationError() }
        }
        index = end
    }
}

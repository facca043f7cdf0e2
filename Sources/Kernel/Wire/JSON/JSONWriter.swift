import CivilTime
import FoundationEssentials

/// Appends one JSON document to a byte buffer; commas are its business, nesting the caller's.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(reserving capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(.closingBrace) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(.closingBracket) }

    package mutating func key(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.append(.colon)
        needsComma = false
    }

    package mutating func string(_ text: String) {
        separate()
        appendQuoted(text)
    }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
    package mutating func int(_ value: Int) { literal(String(value)) }
    package mutating func null() { literal("null") }

    /// The shortest text that reads back as the same number; JSON has no infinities.
    package mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        if let integer = Int(exactly: value) { int(integer) } else { literal("\(value)") }
    }

    /// Seconds since 1970 with up to three decimals, as the JSON protocols write times.
    package mutating func timestamp(_ date: Date) {
        let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
        let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        let sign = milliseconds < 0 ? "-" : ""
        guard rest > 0 else { return literal("\(sign)\(seconds)") }
        var fraction = String(rest + 1000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        literal("\(sign)\(seconds).\(fraction)")
    }

    /// A time as text: `2026-11-26T08:00:00Z`.
    package mutating func iso8601(_ date: Date) { string(date.iso8601) }

    package mutating func blob(_ value: [UInt8]) {
        separate()
        bytes.append(.quote)
        bytes.append(contentsOf: Data(value).base64EncodedData())
        bytes.append(.quote)
    }

    /// A value that was written before.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let text): literal(text)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    package mutating func list<Element>(
        _ elements: [Element], _ write: (inout JSONWriter, Element) throws -> Void
    ) rethrows {
        beginArray()
        for element in elements { try write(&self, element) }
        endArray()
    }

    /// Keys in order, so that the same reply always has the same bytes.
    package mutating func map<Value>(
        _ entries: [String: Value], _ write: (inout JSONWriter, Value) throws -> Void
    ) rethrows {
        beginObject()
        for (name, value) in entries.sorted(by: { $0.key < $1.key }) {
            key(name)
            try write(&self, value)
        }
        endObject()
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(.comma) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(.quote)
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: { $0 < 0x20 || $0 == .quote || $0 == .backslash || $0 == 0x7F }) {
                for byte in utf8 { appendEscaped(byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(.quote)
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case .quote, .backslash: bytes.append(contentsOf: [.backslash, byte])
        case 0x08: bytes.append(contentsOf: [.backslash, UInt8(ascii: "b")])
        case 0x09: bytes.append(contentsOf: [.backslash, UInt8(ascii: "t")])
        case 0x0A: bytes.append(contentsOf: [.backslash, UInt8(ascii: "n")])
        case 0x0C: bytes.append(contentsOf: [.backslash, UInt8(ascii: "f")])
        case 0x0D: bytes.append(contentsOf: [.backslash, UInt8(ascii: "r")])
        case 0..<0x20, 0x7F:
            bytes.append(contentsOf: [.backslash, UInt8(ascii: "u"), 0x30, 0x30])
            bytes.append(byte.upperHexDigits.0)
            bytes.append(byte.upperHexDigits.1)
        default: bytes.append(byte)
        }
    }
}

extension UInt8 {
    /// The byte's two hexadecimal digits in upper case, as ASCII.
    var upperHexDigits: (UInt8, UInt8) {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
        return (digit(self >> 4), digit(self & 15))
    }
}

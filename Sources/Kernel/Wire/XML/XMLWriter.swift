import CivilTime
import FoundationEssentials

/// Appends one XML document to a byte buffer. Names are the caller's and not escaped.
package struct XMLWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(declaration: Bool = false, reserving capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
        if declaration { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }
    }

    package mutating func begin(_ name: String, xmlns: String? = nil) {
        bytes.append(UInt8(ascii: "<"))
        append(name)
        if let xmlns { attribute("xmlns", xmlns) }
        bytes.append(UInt8(ascii: ">"))
    }

    package mutating func begin(_ name: String, attributes: [(String, String)]) {
        append("<")
        append(name)
        for (name, value) in attributes { attribute(name, value) }
        append(">")
    }

    package mutating func end(_ name: String) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(UInt8(ascii: "/"))
        append(name)
        bytes.append(UInt8(ascii: ">"))
    }

    package mutating func element(_ name: String, _ text: String, xmlns: String? = nil) {
        begin(name, xmlns: xmlns)
        escape(text)
        end(name)
    }

    package mutating func element(_ name: String, _ value: Int) { raw(name, String(value)) }
    package mutating func element(_ name: String, _ value: Bool) { raw(name, value ? "true" : "false") }

    package mutating func element(_ name: String, _ value: Double) {
        raw(name, Int(exactly: value).map { String($0) } ?? "\(value)")
    }

    /// ISO 8601 to the second, as IAM and STS write times.
    package mutating func element(_ name: String, _ date: Date) {
        begin(name)
        append(CivilTime(date), milliseconds: false)
        end(name)
    }

    /// ISO 8601 to the millisecond, as S3 writes times.
    package mutating func element(_ name: String, milliseconds date: Date) {
        begin(name)
        append(CivilTime(date), milliseconds: true)
        end(name)
    }

    package mutating func element(_ name: String, _ blob: [UInt8]) {
        raw(name, Data(blob).base64EncodedString())
    }

    package mutating func element<Value: OpenEnum>(_ name: String, _ value: Value) {
        element(name, value.rawValue)
    }

    private mutating func raw(_ name: String, _ text: String) {
        begin(name)
        append(text)
        end(name)
    }

    private mutating func attribute(_ name: String, _ value: String) {
        append(" ")
        append(name)
        append("=\"")
        escape(value)
        append("\"")
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// A listing holds a time for each of its thousand entries, so no text is built on the way.
    private mutating func append(_ time: CivilTime, milliseconds: Bool) {
        append(time.year, digits: 4)
        bytes.append(UInt8(ascii: "-"))
        append(time.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        append(time.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        append(time.hour, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(time.minute, digits: 2)
        bytes.append(UInt8(ascii: ":"))
        append(time.second, digits: 2)
        if milliseconds {
            bytes.append(UInt8(ascii: "."))
            append(time.millisecond, digits: 3)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    private mutating func append(_ number: Int, digits: Int) {
        var divisor = digits == 4 ? 1000 : digits == 3 ? 100 : 10
        while divisor > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: { Self.isSpecial($0) }) {
                for byte in utf8 { escape(byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == .quote || byte == 0x7F
    }

    /// Tab and line feed survive as they are; other control characters only as references.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "&"): append("&amp;")
        case UInt8(ascii: "<"): append("&lt;")
        case UInt8(ascii: ">"): append("&gt;")
        case .quote: append("&quot;")
        case 0x0D: append("&#13;")
        case 0x09, 0x0A: bytes.append(byte)
        case 0..<0x20, 0x7F: append("&#x\(String(byte, radix: 16));")
        default: bytes.append(byte)
        }
    }
}

/// Markup. What is interpolated is escaped, unless it is markup itself: there is no way to put a
/// text in unescaped.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
    package let text: String

    package init(stringLiteral value: String) { text = value }
    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
    private init(joined: String) { text = joined }
    /// Markup that is known to be whole.
    init(trusted: String) { text = trusted }

    package static let empty: HTML = ""

    package struct StringInterpolation: StringInterpolationProtocol {
        var text: String

        package init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ value: String) { HTML.escape(value, into: &text) }
        package mutating func appendInterpolation(_ value: Int) { text += String(value) }
        package mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        package mutating func appendInterpolation(_ markup: [HTML]) { for piece in markup { text += piece.text } }
        package mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }
    }

    /// For text and quoted attribute values alike. Control characters, which no document may hold,
    /// become the replacement character.
    private static func escape(_ value: String, into text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\n", "\t": text.unicodeScalars.append(scalar)
            default:
                let isControl = scalar.value < 0x20 || scalar.value == 0x7F
                text.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
            }
        }
    }

    package static func + (left: HTML, right: HTML) -> HTML { HTML(joined: left.text + right.text) }
}

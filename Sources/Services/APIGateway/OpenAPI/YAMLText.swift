import Wire

/// A document as YAML: blocks of members and elements, whose texts are in quotation marks as JSON's are, which YAML takes.
package enum YAMLText {
    package static func of(_ value: JSONValue) -> String {
        var text = "---\n"
        write(value, indent: 0, to: &text)
        return text
    }

    private static func write(_ value: JSONValue, indent: Int, to text: inout String) {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                text += margin + scalar(.string(member.key)) + ":"
                writeRest(member.value, indent: indent + 2, to: &text)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                text += margin + "-"
                writeRest(element, indent: indent + 2, to: &text)
            }
        default: text += margin + scalar(value) + "\n"
        }
    }

    private static func writeRest(_ value: JSONValue, indent: Int, to text: inout String) {
        switch value {
        case .object(let members) where !members.isEmpty: text += "\n"
        case .array(let elements) where !elements.isEmpty: text += "\n"
        default:
            text += " " + scalar(value) + "\n"
            return
        }
        write(value, indent: indent, to: &text)
    }

    private static func scalar(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }
}

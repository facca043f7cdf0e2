import Wire

/// The head of one part of a form: its name, and its file's name where it is one (RFC 7578, 4.2).
package struct PartHead: Sendable, Equatable {
    package var name: String
    package var fileName: String?
    package var contentType: String?

    private static let mostLines = 16

    /// - Parameter block: the head's lines, parted by line ends.
    /// - Returns: nil for what is not the head of a form's field.
    package init?(_ block: ArraySlice<UInt8>) {
        let lines = block.split(separator: 0x0A, maxSplits: Self.mostLines)
        guard lines.count <= Self.mostLines else { return nil }
        var disposition: DispositionParameters?
        for line in lines {
            let line = line.last == 0x0D ? line.dropLast() : line
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == 0x09 }
            switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
            case "content-disposition": disposition = DispositionParameters(value)
            case "content-type": contentType = String(validating: value, as: UTF8.self)
            default: break
            }
        }
        guard let disposition, let name = disposition["name"] else { return nil }
        self.name = name
        fileName = disposition["filename"] ?? disposition["filename*"].flatMap(Self.extendedValue)
    }

    package var isFile: Bool { name.equalsIgnoringASCIICase("file") }

    /// RFC 5987's form, which some clients send for names that are not ASCII.
    private static func extendedValue(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        return PercentCoding.decode(parts[2])
    }
}

/// The parameters of `form-data; name="…"; filename="…"`.
private struct DispositionParameters {
    private var values: [String: String] = [:]
    private static let most = 8

    subscript(name: String) -> String? { values[name] }

    init?(_ text: ArraySlice<UInt8>) {
        let type = Array("form-data".utf8)
        guard String(decoding: text.prefix(type.count), as: UTF8.self).lowercased().utf8.elementsEqual(type) else {
            return nil
        }
        var rest = text.dropFirst(type.count)
        while true {
            rest = rest.drop(while: Self.isSpace)
            if rest.isEmpty { return }
            guard rest.first == UInt8(ascii: ";"), values.count < Self.most else { return nil }
            rest = rest.dropFirst().drop(while: Self.isSpace)
            if rest.isEmpty { return }
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: rest[..<equals], as: UTF8.self).lowercased()
            rest = rest[(equals + 1)...]
            guard let value = Self.takeValue(&rest), values.updateValue(value, forKey: name) == nil else { return nil }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == 0x09 }

    /// A token or a quoted text. Browsers write `"` as `%22` (WHATWG's HTML, 4.10.21.8), others as `\"`; a
    /// backslash before anything else is part of a path.
    private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = rest.prefix { $0 != UInt8(ascii: ";") && !isSpace($0) }
            rest = rest[token.endIndex...]
            return String(validating: token, as: UTF8.self)
        }
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(validating: value, as: UTF8.self)?.replacing("%22", with: "\"")
            case UInt8(ascii: "\\") where rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "\\"):
                value.append(rest.removeFirst())
            default: value.append(byte)
            }
        }
        return nil
    }
}

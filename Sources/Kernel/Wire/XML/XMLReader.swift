/// A cursor over one XML document, read front to back without building a tree.
///
/// `beginDocument()`, then for each element either `nextChild()` until nil, each child read or
/// skipped, or `text()`. Namespaces are dropped. Document types, and with them all entities but
/// XML's own five, are refused.
package struct XMLReader: Sendable {
    private static let maximumDepth = 32
    private static let mostAttributes = 32
    /// More than the longest list of AWS's needs: 10,000 parts with every checksum. A megabyte of empty elements would
    /// else become many of values.
    private static let mostElements = 100_000

    let bytes: [UInt8]
    var index = 0
    private var openNames: [Range<Int>] = []
    private var elementCount = 0
    /// The element just opened was written `<a/>`: its end is still to be reported.
    private var isSelfClosed = false
    /// Attributes of the element opened last, without those that declare namespaces.
    package private(set) var attributes: [(name: String, value: String)] = []

    package init(_ bytes: [UInt8], maximumSize: Int = 8 << 20) throws(SerializationError) {
        guard bytes.count <= maximumSize else { throw SerializationError() }
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// True when there is no document at all.
    package mutating func isBlank() -> Bool {
        skipSpace()
        return index == bytes.count
    }

    /// Opens the root element; its name must be the given one if there is one.
    package mutating func beginDocument(root: String? = nil) throws(SerializationError) {
        try skipMisc()
        guard peek("<") else { throw SerializationError() }
        let name = try openElement()
        guard root == nil || root == name else { throw SerializationError() }
    }

    /// Opens the next child of the current element; nil once the current element has been closed.
    package mutating func nextChild() throws(SerializationError) -> String? {
        if isSelfClosed {
            isSelfClosed = false
            openNames.removeLast()
            return nil
        }
        while true {
            skipSpace()
            guard peek("<") else { throw SerializationError() }
            if peek("<!--") || peek("<?") {
                try skipMarkup()
            } else if peek("</") {
                try closeElement()
                return nil
            } else {
                return try openElement()
            }
        }
    }

    /// The text of the current element, which is closed by it; children are an error.
    package mutating func text() throws(SerializationError) -> String {
        if isSelfClosed {
            isSelfClosed = false
            openNames.removeLast()
            return ""
        }
        var text: [UInt8] = []
        while true {
            try appendCharacters(to: &text)
            if peek("</") {
                try closeElement()
                guard let string = String(validating: text, as: UTF8.self) else { throw SerializationError() }
                return string
            } else if peek("<![CDATA[") {
                index += 9
                let end = try find("]]>")
                text.append(contentsOf: bytes[index..<end])
                index = end + 3
            } else if peek("<!--") || peek("<?") {
                try skipMarkup()
            } else {
                throw SerializationError()
            }
        }
    }

    /// Passes over the rest of the current element, whatever it holds.
    package mutating func skip() throws(SerializationError) {
        let outer = openNames.count - 1
        if isSelfClosed {
            isSelfClosed = false
            openNames.removeLast()
            return
        }
        var ignored: [UInt8] = []
        while openNames.count > outer {
            ignored.removeAll(keepingCapacity: true)
            try appendCharacters(to: &ignored)
            if peek("</") {
                try closeElement()
            } else if peek("<![CDATA[") {
                index = try find("]]>") + 3
            } else if peek("<!--") || peek("<?") {
                try skipMarkup()
            } else {
                _ = try openElement()
                if isSelfClosed { _ = try nextChild() }
            }
        }
    }

    /// Requires that nothing but comments follows the root element.
    package mutating func finish() throws(SerializationError) {
        try skipMisc()
        guard index == bytes.count, openNames.isEmpty else { throw SerializationError() }
    }

    // MARK: - Elements

    private mutating func openElement() throws(SerializationError) -> String {
        elementCount += 1
        guard openNames.count < Self.maximumDepth, elementCount <= Self.mostElements else { throw SerializationError() }
        index += 1
        let name = try readName()
        attributes.removeAll(keepingCapacity: true)
        while true {
            skipSpace()
            if peek("/>") {
                index += 2
                isSelfClosed = true
                break
            }
            if peek(">") {
                index += 1
                break
            }
            try readAttribute()
        }
        openNames.append(name)
        return try localName(name)
    }

    private mutating func closeElement() throws(SerializationError) {
        index += 2
        let name = try readName()
        guard let open = openNames.popLast(), bytes[open] == bytes[name] else { throw SerializationError() }
        skipSpace()
        guard peek(">") else { throw SerializationError() }
        index += 1
    }

    private mutating func readAttribute() throws(SerializationError) {
        guard attributes.count < Self.mostAttributes else { throw SerializationError() }
        let name = try readName()
        skipSpace()
        guard peek("=") else { throw SerializationError() }
        index += 1
        skipSpace()
        guard index < bytes.count, bytes[index] == .quote || bytes[index] == UInt8(ascii: "'") else {
            throw SerializationError()
        }
        let quote = bytes[index]
        index += 1
        var value: [UInt8] = []
        while index < bytes.count, bytes[index] != quote {
            switch bytes[index] {
            case UInt8(ascii: "<"): throw SerializationError()
            case UInt8(ascii: "&"): try appendReference(to: &value)
            default:
                value.append(bytes[index])
                index += 1
            }
        }
        guard index < bytes.count, let text = String(validating: value, as: UTF8.self) else {
            throw SerializationError()
        }
        index += 1
        let isNamespace = bytes[name].starts(with: "xmlns".utf8)
        if !isNamespace { attributes.append((try localName(name), text)) }
    }

    private mutating func readName() throws(SerializationError) -> Range<Int> {
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "="):
                guard index > start else { throw SerializationError() }
                return start..<index
            case UInt8(ascii: "<"), UInt8(ascii: "&"), .quote, UInt8(ascii: "'"), 0..<0x20:
                throw SerializationError()
            default: index += 1
            }
        }
        throw SerializationError()
    }

    private func localName(_ name: Range<Int>) throws(SerializationError) -> String {
        let colon = bytes[name].lastIndex(of: .colon)
        let local = colon.map { bytes[($0 + 1)..<name.upperBound] } ?? bytes[name]
        guard !local.isEmpty, let text = String(validating: local, as: UTF8.self) else {
            throw SerializationError()
        }
        return text
    }

    // MARK: - Space and markup

    mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x09, 0x0A, 0x0D, 0x20: index += 1
            default: return
            }
        }
    }

    func peek(_ text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    private mutating func skipMisc() throws(SerializationError) {
        skipSpace()
        while peek("<!--") || peek("<?") {
            try skipMarkup()
            skipSpace()
        }
    }

    private mutating func skipMarkup() throws(SerializationError) {
        if peek("<!--") {
            index += 4
            index = try find("-->") + 3
        } else {
            index = try find("?>") + 2
        }
    }

    private func find(_ text: StaticString) throws(SerializationError) -> Int {
        var copy = self
        while copy.index < bytes.count {
            if copy.peek(text) { return copy.index }
            copy.index += 1
        }
        throw SerializationError()
    }
}

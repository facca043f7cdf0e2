import Yams

/// A document of YAML whose aliases (`*name`) are plain scalars, so that its parser makes no tree of a few lines that nobody
/// could walk to its end, by the count of its leaves or by its depth. Each begins with a mark that the document does not have.
struct YAMLAliases {
    let text: String
    private let mark: Character
    private let hasAliases: Bool

    /// An asterisk in front of a name that no anchor has is something else, or the parser refuses it.
    init(_ text: String) {
        let anchors = Self.names(after: UInt8(ascii: "&"), in: text[...])
        guard !anchors.isEmpty, let mark = Self.unused(in: text) else {
            (self.text, self.mark, hasAliases) = (text, "*", false)
            return
        }
        var marked = ""
        var rest = text[...]
        while let start = rest.utf8.firstIndex(of: UInt8(ascii: "*")) {
            marked += rest[..<start]
            rest = rest[rest.utf8.index(after: start)...]
            marked.append(anchors.contains(Self.name(rest)) ? mark : "*")
        }
        (self.text, self.mark, hasAliases) = (marked + rest, mark, true)
    }

    /// The name if a scalar is an alias: one in quotation marks is a text.
    func name(_ scalar: Node.Scalar) -> String? {
        guard hasAliases, scalar.style == .plain, scalar.string.first == mark else { return nil }
        let name = scalar.string.dropFirst()
        return Self.name(name).utf8.count == name.utf8.count ? String(name) : nil
    }

    /// A scalar's own text, in which an alias's sign was just a sign.
    func restored(_ scalar: String) -> String {
        guard hasAliases, scalar.contains(mark) else { return scalar }
        return String(scalar.map { $0 == mark ? "*" : $0 })
    }

    /// A character that means nothing, and that this text does not have.
    private static func unused(in text: String) -> Character? {
        let meaningless: ClosedRange<UInt32> = 0xE000...0xF8FF
        let used = Set(text.unicodeScalars.lazy.map(\.value).filter { meaningless.contains($0) })
        return meaningless.first { !used.contains($0) }.flatMap(Unicode.Scalar.init).map(Character.init)
    }

    private static func names(after mark: UInt8, in text: Substring) -> Set<Substring> {
        var names: Set<Substring> = []
        var rest = text
        while let start = rest.utf8.firstIndex(of: mark) {
            rest = rest[rest.utf8.index(after: start)...]
            let name = name(rest)
            if !name.isEmpty { names.insert(name) }
        }
        return names
    }

    private static func name(_ text: Substring) -> Substring {
        Substring(text.utf8.prefix { isNamed($0) })
    }

    private static func isNamed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

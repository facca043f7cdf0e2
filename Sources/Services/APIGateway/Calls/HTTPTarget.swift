import ServiceKit
import Wire

/// A server behind an API, with parameters of the path and variables of the stage in its URL.
struct HTTPTarget: Sendable {
    let url: StageText

    init(_ url: String) { self.url = StageText(url) }

    static func isURL(_ text: String) -> Bool {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return false }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        return rest.first.map { $0 != "/" && $0 != "?" } ?? false && text.utf8.count <= 2048
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    }

    /// The URL with `{name}` in its path filled in; a name that ends with `+` or not means the same parameter.
    func filled(_ variables: [String: String], _ parameters: [(name: String, value: String)]) -> String {
        let text = url.filled(variables)
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            filled += rest[..<start]
            var name = rest[rest.index(after: start)..<end]
            if name.hasSuffix("+") { name = name.dropLast() }
            filled += parameters.first { $0.name == name }?.value ?? ""
            rest = rest[rest.index(after: end)...]
        }
        return filled + rest
    }
}

import ServiceKit
import Wire

/// The parameters of a query or form by name. Empty ones count as not sent (RFC 6749, section 3.1).
struct RequestParameters: Sendable {
    private var values: [String: String] = [:]
    private var repeated: Set<String> = []

    init(_ parameters: [QueryParameter] = []) {
        for parameter in parameters {
            guard let value = parameter.value, !value.isEmpty else { continue }
            if values[parameter.name] != nil { repeated.insert(parameter.name) }
            values[parameter.name] = value
        }
    }

    subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    var names: [String] { values.keys.sorted() }

    func hasRepeated(_ names: [String]) -> Bool { names.contains(where: repeated.contains) }

    /// `?name=value&…` of those names that are set; empty if none is.
    func query(_ names: [String]) -> String {
        let pairs = names.compactMap { name in values[name].map { (name, $0) } }
        return pairs.isEmpty ? "" : "?" + Self.encode(pairs)
    }

    static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }.joined(separator: "&")
    }
}

enum ScopeList {
    /// Space-separated, each once.
    static func parse(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    }
}

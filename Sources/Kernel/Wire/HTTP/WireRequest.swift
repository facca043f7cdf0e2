/// A request as its protocol's reader sees it: routed, authenticated, its body in memory.
package struct WireRequest: Sendable {
    package var method: String
    /// Labels of the operation's URI, percent-decoded, such as `Bucket` and `Key`.
    package var pathLabels: [String: String]
    /// Query parameters in order, percent-decoded.
    package var query: [QueryParameter]
    package var headers: HeaderFields
    /// Empty where the operation's body is streamed.
    package var body: [UInt8]

    package init(
        method: String = "POST", pathLabels: [String: String] = [:], query: [QueryParameter] = [],
        headers: HeaderFields = HeaderFields(), body: [UInt8] = []
    ) {
        self.method = method
        self.pathLabels = pathLabels
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of the first query parameter of that name; empty where it has no `=`.
    package func parameter(_ name: String) -> String? {
        for parameter in query where parameter.name == name { return parameter.value ?? "" }
        return nil
    }

    /// The values of all query parameters of that name, in order; nil where there is none.
    package func parameters(_ name: String) -> [String]? {
        let values = query.filter { $0.name == name }.map { $0.value ?? "" }
        return values.isEmpty ? nil : values
    }

    /// The first values of all query parameters but those named; nil where there is none.
    package func parameters(except names: Set<String>) -> [String: String]? {
        let others = query.filter { !names.contains($0.name) }
        guard !others.isEmpty else { return nil }
        return Dictionary(others.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }
}

/// One `name=value` of a query; the value is nil where there was no `=`.
package struct QueryParameter: Sendable, Hashable {
    package var name: String
    package var value: String?

    package init(_ name: String, _ value: String? = nil) {
        self.name = name
        self.value = value
    }
}

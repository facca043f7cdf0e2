/// How an operation is told from the others where a service gives each a path of its own.
package struct PathRoute: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        /// `{name}`
        case label(String)
        /// `{name+}`: what it stands for may have slashes.
        case greedyLabel(String)

        init(_ text: Substring) {
            guard text.hasPrefix("{"), text.hasSuffix("}") else {
                self = .literal(String(text))
                return
            }
            let name = text.dropFirst().dropLast()
            self = name.hasSuffix("+") ? .greedyLabel(String(name.dropLast())) : .label(String(name))
        }
    }

    package let operation: String
    package let method: String
    private let segments: [Segment]
    /// A parameter that the query must have: `mode=import`.
    private let parameter: Substring?
    /// Of two routes that fit, the one with more of them is meant.
    let literalCount: Int

    /// - Parameter path: as the model writes it: `/v20180820/tags/{resourceArn+}`.
    package init(_ operation: String, _ method: String, _ path: String) {
        self.operation = operation
        self.method = method
        let parts = path.split(separator: "?", maxSplits: 1)
        segments = Self.split(String(parts[0])).map(Segment.init)
        parameter = parts.dropFirst().first
        literalCount =
            segments.count { if case .literal = $0 { true } else { false } } + (parameter == nil ? 0 : 1)
    }

    static func split(_ path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    /// What the labels stand for, percent-decoded once; nil where the path is another's.
    func labels(_ path: [Substring], query: String) -> [String: String]? {
        if let parameter, !query.split(separator: "&").contains(parameter) { return nil }
        let more = path.count - segments.count
        guard more >= 0 else { return nil }
        var labels: [String: String] = [:]
        var index = 0
        for segment in segments {
            switch segment {
            case .literal(let text):
                guard index < path.count, path[index] == text else { return nil }
                index += 1
            case .label(let name), .greedyLabel(let name):
                let isGreedy = if case .greedyLabel = segment { true } else { false }
                let end = index + (isGreedy ? more : 0) + 1
                guard end <= path.count, let value = Self.decode(path[index..<end]) else { return nil }
                labels[name] = value
                index = end
            }
        }
        return index == path.count ? labels : nil
    }

    private static func decode(_ segments: ArraySlice<Substring>) -> String? {
        let value = PercentCoding.decode(segments.joined(separator: "/"))
        return value?.isEmpty == true ? nil : value
    }
}

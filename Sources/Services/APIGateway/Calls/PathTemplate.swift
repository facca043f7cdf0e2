/// A path with parameters: `/pets/{id}`, `/files/{name+}`.
package struct PathTemplate: Sendable {
    package enum Segment: Sendable, Equatable {
        case literal(String)
        case parameter(String)
        /// All that follows; it stands last.
        case greedy(String)
    }

    package let segments: [Segment]

    /// Nil for braces in wrong places, a greedy parameter that is not the last, or a name that comes twice.
    package init?(_ path: String) {
        guard path.hasPrefix("/") else { return nil }
        var segments: [Segment] = []
        var names: Set<String> = []
        let parts = path == "/" ? [] : path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for part in parts {
            if case .greedy? = segments.last { return nil }
            guard part.hasPrefix("{") else {
                guard !part.contains(where: { $0 == "{" || $0 == "}" }) else { return nil }
                segments.append(.literal(String(part)))
                continue
            }
            guard part.hasSuffix("}") else { return nil }
            var name = part.dropFirst().dropLast()
            let isGreedy = name.hasSuffix("+")
            if isGreedy { name = name.dropLast() }
            guard Self.isName(name), names.insert(String(name)).inserted else { return nil }
            segments.append(isGreedy ? .greedy(String(name)) : .parameter(String(name)))
        }
        self.segments = segments
    }

    private static func isName(_ name: Substring) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "_-.:$".utf8.contains(byte)
            }
    }
}

import FoundationEssentials
import Wire

/// A filter of an event source: what a change must look like for the function to be given it.
struct EventPattern: Sendable {
    private indirect enum Node: Sendable {
        /// Every member must match.
        case members([(name: String, node: Node)])
        /// One of these must match a value.
        case anyOf([Test])
        /// One of these patterns must match: `$or`.
        case alternatives([Node])
    }

    private enum Test: Sendable {
        case equals(JSONValue)
        case prefix(String)
        case suffix(String)
        case ignoringCase(String)
        case exists(Bool)
        case anythingBut([JSONValue])
        case anythingButPrefix(String)
        case numeric([(operation: String, value: Double)])
    }

    private let root: Node
    private static let deepest = 32

    /// Nil for what is no pattern.
    init?(_ text: String) {
        guard text.utf8.count <= 4096, let value = try? JSONValue(parsing: text, maximumDepth: Self.deepest),
            value.members != nil, let node = Self.node(value)
        else { return nil }
        root = node
    }

    func matches(_ record: JSONValue) -> Bool { Self.matches(record, root) }

    // MARK: Reading

    private static func node(_ value: JSONValue) -> Node? {
        switch value {
        case .object(let members):
            guard !members.isEmpty else { return nil }
            var nodes: [(name: String, node: Node)] = []
            for member in members {
                if member.key == "$or", let options = member.value.array {
                    let alternatives = options.compactMap { $0.members == nil ? nil : node($0) }
                    guard alternatives.count == options.count, !options.isEmpty else { return nil }
                    nodes.append((member.key, .alternatives(alternatives)))
                } else {
                    guard let inner = node(member.value) else { return nil }
                    nodes.append((member.key, inner))
                }
            }
            return .members(nodes)
        case .array(let elements):
            let tests = elements.compactMap(test)
            return tests.count == elements.count && !tests.isEmpty ? .anyOf(tests) : nil
        case .null, .bool, .number, .string: return nil
        }
    }

    private static func test(_ value: JSONValue) -> Test? {
        guard let members = value.members else { return value.array == nil ? .equals(value) : nil }
        guard members.count == 1, let member = members.first else { return nil }
        switch (member.key, member.value) {
        case ("prefix", .string(let text)): return .prefix(text)
        case ("suffix", .string(let text)): return .suffix(text)
        case ("equals-ignore-case", .string(let text)): return .ignoringCase(text.lowercased())
        case ("exists", .bool(let flag)): return .exists(flag)
        case ("anything-but", .array(let values)):
            return values.isEmpty || values.contains { $0.members != nil || $0.array != nil }
                ? nil : .anythingBut(values)
        case ("anything-but", .object(let inner)):
            guard inner.count == 1, inner[0].key == "prefix", let text = inner[0].value.string else { return nil }
            return .anythingButPrefix(text)
        case ("anything-but", let value): return .anythingBut([value])
        case ("numeric", .array(let parts)): return numeric(parts)
        default: return nil
        }
    }

    private static func numeric(_ parts: [JSONValue]) -> Test? {
        guard !parts.isEmpty, parts.count % 2 == 0, parts.count <= 4 else { return nil }
        var comparisons: [(operation: String, value: Double)] = []
        for index in stride(from: 0, to: parts.count, by: 2) {
            guard let operation = parts[index].string, ["<", "<=", "=", ">", ">="].contains(operation),
                let value = number(parts[index + 1])
            else { return nil }
            comparisons.append((operation, value))
        }
        return .numeric(comparisons)
    }

    private static func number(_ value: JSONValue) -> Double? {
        guard case .number(let text) = value else { return nil }
        return Double(text)
    }

    // MARK: Matching

    private static func matches(_ value: JSONValue?, _ node: Node) -> Bool {
        switch node {
        case .members(let members):
            return members.allSatisfy { member in
                if case .alternatives = member.node { return matches(value, member.node) }
                return matches(value?[member.name], member.node)
            }
        case .alternatives(let nodes): return nodes.contains { matches(value, $0) }
        case .anyOf(let tests): return tests.contains { matches(value, $0) }
        }
    }

    private static func matches(_ value: JSONValue?, _ test: Test) -> Bool {
        // Only what has no members of its own counts as being there.
        let isLeaf = value != nil && value?.members == nil
        if case .exists(let wanted) = test { return isLeaf == wanted }
        guard isLeaf, let value else { return false }
        if let elements = value.array { return elements.contains { fits($0, test) } }
        return fits(value, test)
    }

    private static func fits(_ value: JSONValue, _ test: Test) -> Bool {
        switch test {
        case .equals(let wanted): return isSame(value, wanted)
        case .prefix(let text): return value.string.map { $0.utf8.starts(with: text.utf8) } ?? false
        case .suffix(let text):
            return value.string.map { $0.utf8.reversed().starts(with: text.utf8.reversed()) } ?? false
        case .ignoringCase(let text): return value.string?.lowercased() == text
        case .exists(let wanted): return wanted
        case .anythingBut(let values): return !values.contains { isSame(value, $0) }
        case .anythingButPrefix(let text): return value.string.map { !$0.utf8.starts(with: text.utf8) } ?? true
        case .numeric(let comparisons):
            guard let number = number(value) else { return false }
            return comparisons.allSatisfy { comparison in
                switch comparison.operation {
                case "<": number < comparison.value
                case "<=": number <= comparison.value
                case "=": number == comparison.value
                case ">": number > comparison.value
                default: number >= comparison.value
                }
            }
        }
    }

    private static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
        if let left = number(one), let right = number(other) { return left == right }
        return one == other
    }
}

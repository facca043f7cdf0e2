/// The condition keys of a request. Keys are compared without regard to case.
package struct ContextValues: Sendable {
    private enum Entry: Sendable {
        case values([String])
        case later(@Sendable () -> [String]?)
    }

    private var entries: [String: Entry] = [:]
    /// Asked, with the key in lower case, for keys that were not set.
    private let others: (@Sendable (String) -> [String]?)?

    package init() { others = nil }

    /// Finds out the values of keys only when a policy asks for them: making one costs nothing.
    package init(finding others: @escaping @Sendable (_ lowercaseKey: String) -> [String]?) {
        self.others = others
    }

    package init(_ values: [String: [String]]) {
        others = nil
        for (key, value) in values { self[key] = value }
    }

    /// The values of a key, nil if the request does not have it.
    package subscript(_ key: String) -> [String]? {
        get { values(lowercaseKey: key.lowercased()) }
        set { entries[key.lowercased()] = newValue.map { .values($0) } }
    }

    package mutating func set(_ key: String, _ value: String?) { self[key] = value.map { [$0] } }

    /// A key whose values are found out only if a policy asks for them.
    package mutating func set(_ key: String, later values: @escaping @Sendable () -> [String]?) {
        entries[key.lowercased()] = .later(values)
    }

    /// The keys that were set, in lower case.
    package var setKeys: [String] { entries.keys.sorted() }

    /// Takes over what was set in another, in place of what is here.
    package mutating func merge(_ other: ContextValues) {
        entries.merge(other.entries) { $1 }
    }

    func values(lowercaseKey key: String) -> [String]? {
        switch entries[key] {
        case .values(let values): values
        case .later(let values): values()
        case nil: others?(key)
        }
    }

    /// A variable's value; keys of several values are no variables.
    func singleValue(_ lowercaseKey: String) -> String? {
        guard let values = values(lowercaseKey: lowercaseKey), values.count == 1 else { return nil }
        return values[0]
    }
}

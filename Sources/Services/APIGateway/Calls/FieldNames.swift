import Wire

/// Names of header fields, which are compared without regard to ASCII case.
struct FieldNames: Sendable {
    private let byLength: [Int: [String]]

    init(_ names: [String]) { byLength = Dictionary(grouping: names, by: \.utf8.count) }

    func contains(_ name: String) -> Bool {
        byLength[name.utf8.count]?.contains { $0.equalsIgnoringASCIICase(name) } ?? false
    }
}

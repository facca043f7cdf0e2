import FoundationEssentials

/// The families of runtimes that this server runs.
enum RuntimeKind: String, Sendable, CaseIterable {
    case python, nodejs, provided

    /// Names that AWS knows and gives out, newest last.
    static let served = [
        "nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x", "provided.al2", "provided.al2023",
        "python3.8", "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
    ]

    /// AWS's, of languages that are not run here.
    static let others = [
        "java25", "java21", "ruby3.3", "ruby3.4", "ruby3.2", "java17", "dotnet10", "dotnet8", "java11", "dotnet6",
        "java8.al2",
    ]

    init?(_ name: String) {
        guard Self.served.contains(name), let kind = Self.allCases.first(where: { name.hasPrefix($0.rawValue) }) else {
            return nil
        }
        self = kind
    }
}

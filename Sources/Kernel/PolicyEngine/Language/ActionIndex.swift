/// Which statements of a policy can take in an action, by the action's service: most name a few services, and
/// the others' statements need not be looked at.
struct ActionIndex: Sendable {
    private let byService: [String: [Int]]
    /// Statements for any service: `*`, a wildcard before the colon, or `NotAction`.
    private let ofAny: [Int]

    init(_ statements: [Statement]) {
        var named: [String: [Int]] = [:]
        var ofAny: [Int] = []
        for (position, statement) in statements.enumerated() {
            if let services = statement.actions.services {
                for service in services { named[service, default: []].append(position) }
            } else {
                ofAny.append(position)
            }
        }
        self.ofAny = ofAny
        byService = named.mapValues { ($0 + ofAny).sorted() }
    }

    /// Positions in the policy's list, in their order.
    func candidates(_ service: String) -> [Int] { byService[service] ?? ofAny }
}

extension ActionElement {
    /// The services that the patterns name, in lower case; nil if they may take in those of any.
    fileprivate var services: Set<String>? {
        guard !isNegated else { return nil }
        var services: Set<String> = []
        for text in texts {
            guard let colon = text.firstIndex(of: ":") else { return nil }
            let service = text[..<colon]
            guard !service.contains("*"), !service.contains("?") else { return nil }
            services.insert(service.lowercased())
        }
        return services
    }
}

import CognitoUserPools

extension SeedReport {
    /// One line for people: `made 1 pools, 2 clients; 3 were there`.
    var summary: String {
        let made = made.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let first = made.isEmpty ? "made nothing" : "made \(made)"
        return present == 0 ? first : first + "; \(present) were there already"
    }
}

extension SeedFailure {
    var text: String { "\(place): \(reason)" }
}

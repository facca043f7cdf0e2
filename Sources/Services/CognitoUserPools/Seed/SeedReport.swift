/// What an import did.
package struct SeedReport: Sendable, Equatable {
    /// By kind: how many were made.
    package var made: [String: Int] = [:]
    /// How many were there already and stay as they are.
    package var present = 0

    package init() {}

    mutating func count(_ kind: String) { made[kind, default: 0] += 1 }
}

/// A seed that cannot be imported: where in the file, and why.
package struct SeedFailure: Error, Sendable {
    package let place: String
    package let reason: String

    init(_ place: String, _ reason: String) {
        self.place = place
        self.reason = reason
    }
}

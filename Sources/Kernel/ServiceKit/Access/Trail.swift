import Synchronization
import Wire

/// What led to a request's answer, noted on the way, for whoever asks later why it was refused.
/// Bounded; secrets and tokens have no place in it.
package final class Trail: Sendable {
    /// One link of the chain: the login, the pool, the choice of a role, a policy decision.
    package struct Step: Sendable {
        /// `login`, `identity pool`, `role mapping`, `trust policy`, `policies`.
        package let stage: String
        package let isPassed: Bool
        package let detail: JSONValue

        package init(_ stage: String, isPassed: Bool, _ detail: JSONValue) {
            self.stage = stage
            self.isPassed = isPassed
            self.detail = detail
        }
    }

    private static let mostSteps = 64
    private let noted = Mutex<[Step]>([])

    package init() {}

    package var steps: [Step] { noted.withLock { $0 } }

    package func note(_ stage: String, isPassed: Bool, _ detail: JSONValue) {
        noted.withLock { steps in
            guard steps.count < Self.mostSteps else { return }
            steps.append(Step(stage, isPassed: isPassed, detail))
        }
    }
}

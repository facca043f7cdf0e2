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

    private struct Notes {
        var steps: [Step] = []
        var denials: [JSONValue] = []
        var accountID: String?
    }

    private static let mostSteps = 64
    /// A request may ask about a thousand keys; the first few tell why.
    private static let mostDenials = 8
    private let notes = Mutex(Notes())
    private let isKept: Bool

    package init() { isKept = true }

    private init(isKept: Bool) { self.isKept = isKept }

    /// One that keeps nothing, for questions whose answer is nobody's business.
    package static let none = Trail(isKept: false)

    package var steps: [Step] { notes.withLock { $0.steps } }
    /// What policies denied, each explained, in the order in which it was asked.
    package var denials: [JSONValue] { notes.withLock { $0.denials } }

    /// The account that an unsigned call turned out to be about.
    package var accountID: String? { notes.withLock { $0.accountID } }

    /// The first that is noted stays: what comes later in the chain may be another account's.
    package func note(account id: String) {
        notes.withLock { if isKept { $0.accountID = $0.accountID ?? id } }
    }

    /// Whether one more denial is kept: explaining takes longer than deciding.
    package var takesDenials: Bool { isKept && notes.withLock { $0.denials.count < Self.mostDenials } }

    package func note(denial explanation: JSONValue) {
        notes.withLock { notes in
            if isKept, notes.denials.count < Self.mostDenials { notes.denials.append(explanation) }
        }
    }

    package func note(_ stage: String, isPassed: Bool, _ detail: JSONValue) {
        notes.withLock { notes in
            if isKept, notes.steps.count < Self.mostSteps {
                notes.steps.append(Step(stage, isPassed: isPassed, detail))
            }
        }
    }
}

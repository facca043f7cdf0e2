import ServiceKit
import Storage
import Synchronization

/// What bodies of callers nobody has asked for a signature yet may hold in memory together: who has no key must not be
/// able to fill it. Beyond it callers are told to slow down.
package final class BodyBudget: Sendable {
    package static let standardBytes = 256 << 20

    private let limit: Int
    private let held = Atomic(0)

    package init(limit: Int = BodyBudget.standardBytes) { self.limit = limit }

    package func share() -> Share { Share(self) }

    /// One body's part, given back when its request is done with.
    package final class Share: Sendable {
        private let budget: BodyBudget
        private let bytes = Atomic(0)

        fileprivate init(_ budget: BodyBudget) { self.budget = budget }

        deinit { budget.held.subtract(bytes.load(ordering: .relaxed), ordering: .relaxed) }

        package func take(_ count: Int) throws {
            bytes.add(count, ordering: .relaxed)
            guard budget.held.add(count, ordering: .relaxed).newValue <= budget.limit else {
                throw StorageError.overloaded
            }
        }
    }
}

import Logging
import Synchronization

/// What `--demo` made, once it is made; after a reset it is made again.
package final class Demonstration: Sendable {
    /// Makes it, or finds it made, for as long as it is wanted.
    package typealias Build = @Sendable (_ isWanted: @escaping @Sendable () -> Bool) async throws -> DemoPlaces

    private struct State {
        var places: DemoPlaces?
        var isMade = false
        var build: Build?
        var resets = 0
        /// The one that was begun last.
        var making: Task<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether nothing of it is still to come: a server that only begins is not ready.
    package var isSettled: Bool { state.withLock { $0.build == nil || $0.isMade } }

    package var places: DemoPlaces? { state.withLock { $0.places } }

    package func become(_ build: @escaping Build) { state.withLock { $0.build = build } }

    /// One is made at a time: two that look at the same moment would both find nothing.
    package func make(_ logger: Logger) async {
        let making = state.withLock { state -> Task<Void, Never>? in
            guard let build = state.build else { return nil }
            let (before, resets) = (state.making, state.resets)
            let making = Task {
                await before?.value
                await make(build, after: resets, logger)
            }
            state.making = making
            return making
        }
        await making?.value
    }

    private func make(_ build: Build, after resets: Int, _ logger: Logger) async {
        let isWanted: @Sendable () -> Bool = { [self] in state.withLock { $0.resets == resets } }
        guard isWanted() else { return }
        var places: DemoPlaces?
        do { places = try await build(isWanted) } catch {
            guard isWanted() else { return }
            logger.error("the demonstration could not be made", metadata: ["error": "\(error)"])
        }
        state.withLock { state in
            guard state.resets == resets else { return }
            (state.places, state.isMade) = (places, true)
        }
    }

    /// What was made is gone, and what is being made is no longer wanted.
    package func forget() {
        state.withLock { state in
            state.resets += 1
            (state.places, state.isMade) = (nil, false)
        }
    }
}

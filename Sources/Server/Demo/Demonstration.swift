import Logging
import Synchronization

/// What `--demo` made, once it is made; after a reset it is made again.
package final class Demonstration: Sendable {
    private struct State {
        var places: DemoPlaces?
        var isMade = false
        var build: (@Sendable () async throws -> DemoPlaces)?
    }

    private let state = Mutex(State())

    package init() {}

    /// Whether nothing of it is still to come: a server that only begins is not ready.
    package var isSettled: Bool { state.withLock { $0.build == nil || $0.isMade } }

    package var places: DemoPlaces? { state.withLock { $0.places } }

    /// - Parameter build: makes it, or finds it made.
    func become(_ build: @escaping @Sendable () async throws -> DemoPlaces) { state.withLock { $0.build = build } }

    func make(_ logger: Logger) async {
        guard let build = state.withLock({ $0.build }) else { return }
        defer { state.withLock { $0.isMade = true } }
        do {
            let places = try await build()
            state.withLock { $0.places = places }
        } catch { logger.error("the demonstration could not be made", metadata: ["error": "\(error)"]) }
    }

    /// What was made is gone.
    func forget() { state.withLock { ($0.places, $0.isMade) = (nil, false) } }
}

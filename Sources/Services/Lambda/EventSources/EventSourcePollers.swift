import FoundationEssentials
import Logging
import Synchronization
import Storage

/// A task for each event source mapping that has something to do; one looks for mappings that are new.
final class EventSourcePollers: Sendable {
    private struct State {
        var tasks: [String: Task<Void, Never>] = [:]
        /// Goes up when a mapping is changed, so that who waits goes on.
        var changes: [String: UInt64] = [:]
        var supervisor: Task<Void, Never>?
        var isStopped = false
    }

    private let logger: Logger
    private let state = Mutex(State())
    private static let mostMappings = 10_000
    private static let slice = Duration.milliseconds(250)

    init(logger: Logger) { self.logger = logger }

    func start(_ lambda: Lambda) {
        let supervisor = Task { [self] in
            while !Task.isCancelled {
                do { try await lookForMappings(lambda) } catch {
                    guard !Task.isCancelled else { return }
                    logger.error("event sources could not be looked at", metadata: ["error": "\(error)"])
                }
                await pause(.seconds(1), unless: "")
            }
        }
        state.withLock { $0.supervisor = supervisor }
    }

    func stop() {
        let tasks = state.withLock { state in
            state.isStopped = true
            return Array(state.tasks.values) + [state.supervisor].compactMap { $0 }
        }
        for task in tasks { task.cancel() }
    }

    /// Somebody made, changed or deleted a mapping.
    func noteChange(of uuid: String) {
        state.withLock { state in
            state.changes[uuid, default: 0] += 1
            state.changes["", default: 0] += 1
        }
    }

    func changes(of uuid: String) -> UInt64 { state.withLock { $0.changes[uuid] ?? 0 } }

    /// Waits, for less long where the mapping is changed meanwhile.
    func pause(_ time: Duration, unless uuid: String) async {
        let known = changes(of: uuid)
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end, !Task.isCancelled, changes(of: uuid) == known {
            try? await Task.sleep(for: min(Self.slice, end - .now))
        }
    }

    private func lookForMappings(_ lambda: Lambda) async throws {
        let mappings = try await lambda.store.read {
            try $0.list(EventSource.self, prefix: EventSource.all, limit: Self.mostMappings).records
        }
        for mapping in mappings where mapping.isEnabled || mapping.state.isPassing {
            state.withLock { state in
                guard !state.isStopped, state.tasks[mapping.uuid] == nil else { return }
                state.tasks[mapping.uuid] = Task { [self, logger] in
                    await EventSourcePoller(lambda: lambda, key: mapping.key, uuid: mapping.uuid, logger: logger).run()
                    self.state.withLock { state in
                        (state.tasks[mapping.uuid], state.changes[mapping.uuid]) = (nil, nil)
                    }
                }
            }
        }
    }
}

import Synchronization

/// Items that are written some at a time, behind whoever hands them in: nobody waits for the disk, and what
/// comes faster than it can be written is counted and dropped.
package final class WriteBehind<Item: Sendable>: Sendable {
    private struct State {
        var waiting: [Item] = []
        var dropped = 0
        /// The write under way or the last one; the next begins after it.
        var last: Task<Void, Never>?
        var loop: Task<Void, Never>?
    }

    private let limit: Int
    private let pause: Duration
    private let write: @Sendable (_ items: [Item], _ dropped: Int) async -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: items that may wait.
    ///   - pause: between two writes.
    ///   - write: must deal with its failures itself.
    package init(
        limit: Int, pause: Duration = .milliseconds(500),
        write: @escaping @Sendable (_ items: [Item], _ dropped: Int) async -> Void
    ) {
        self.limit = limit
        self.pause = pause
        self.write = write
    }

    package func add(_ item: Item) {
        state.withLock { state in
            guard state.waiting.count < limit else {
                state.dropped += 1
                return
            }
            state.waiting.append(item)
        }
    }

    /// Returns once everything that was added before is written.
    package func flush() async {
        let task = state.withLock { state -> Task<Void, Never>? in
            guard !state.waiting.isEmpty || state.dropped > 0 else { return state.last }
            let items = state.waiting
            let dropped = state.dropped
            state.waiting = []
            state.dropped = 0
            let previous = state.last
            let write = write
            let task = Task {
                await previous?.value
                await write(items, dropped)
            }
            state.last = task
            return task
        }
        await task?.value
    }

    package func start() {
        state.withLock { state in
            guard state.loop == nil else { return }
            state.loop = Task { [weak self, pause] in
                while !Task.isCancelled {
                    try? await Task.sleep(for: pause)
                    await self?.flush()
                }
            }
        }
    }

    package func stop() { state.withLock { $0.loop?.cancel() } }
}

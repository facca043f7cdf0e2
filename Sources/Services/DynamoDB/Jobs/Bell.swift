import Synchronization

/// Wakes one who waits, or lets him go at once who comes later.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isRung = state.waiter == nil
            return state.waiter
        }
        waiter?.resume()
    }

    func wait(atMost pause: Duration) async {
        let alarm = Task { [self] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { ring() }
        }
        await withCheckedContinuation { continuation in
            let isRung = state.withLock { state in
                defer { state.isRung = false }
                if !state.isRung { state.waiter = continuation }
                return state.isRung
            }
            if isRung { continuation.resume() }
        }
        alarm.cancel()
    }
}

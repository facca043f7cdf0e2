import ServiceKit
import Synchronization

/// Looks after all runs at once: ends copies whose time is up, and takes what is printed much for long. One task does it
/// while there are runs, since a task and a timer for each run cost more than a short run itself.
final class RunWatch: Sendable {
    private struct Run {
        let copy: FunctionCopy
        let deadline: ContinuousClock.Instant
        var hasTimedOut = false
    }

    private struct State {
        var runs: [Int: Run] = [:]
        var last = 0
        var isLooking = false
    }

    /// How late a run may be ended.
    private static let pause = Duration.milliseconds(20)
    /// Looks without a run before the task ends.
    private static let mostIdleLooks = 100

    private let logs: FunctionLogs
    private let state = Mutex(State())

    init(_ logs: FunctionLogs) { self.logs = logs }

    func begin(_ copy: FunctionCopy, timeout: Duration) -> Int {
        let (id, begins) = state.withLock { state in
            state.last += 1
            state.runs[state.last] = Run(copy: copy, deadline: ContinuousClock.now + timeout)
            defer { state.isLooking = true }
            return (state.last, !state.isLooking)
        }
        if begins { Task { await look() } }
        return id
    }

    /// - Returns: whether its copy was ended because its time was up.
    func end(_ id: Int) -> Bool { state.withLock { $0.runs.removeValue(forKey: id)?.hasTimedOut ?? false } }

    private func look() async {
        var idleLooks = 0
        while true {
            try? await Task.sleep(for: Self.pause)
            let (late, running, isDone) = state.withLock { state -> ([FunctionCopy], [FunctionCopy], Bool) in
                idleLooks = state.runs.isEmpty ? idleLooks + 1 : 0
                if idleLooks > Self.mostIdleLooks {
                    state.isLooking = false
                    return ([], [], true)
                }
                let now = ContinuousClock.now
                var late: [FunctionCopy] = []
                for (id, run) in state.runs where !run.hasTimedOut && run.deadline <= now {
                    state.runs[id]?.hasTimedOut = true
                    late.append(run.copy)
                }
                return (late, state.runs.values.map(\.copy), false)
            }
            if isDone { return }
            for copy in late { copy.end() }
            for copy in running where copy.output.isFilling {
                logs.write(copy.output.take(), to: copy.place, as: copy.session)
            }
        }
    }
}
